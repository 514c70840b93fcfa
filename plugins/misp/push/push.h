// One case into its event on a server, so that the event ends as if nothing had ever gone wrong:
// read, send only the difference, read back. The recipe is MISP_PUSH.md section 4, corrected by its
// section 6.
#pragma once

#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "push/need.h"
#include "push/settle.h"
#include "server/account.h"

namespace rulemap::misp {

struct PushSettings {
  bool may_create = true;         // else the event has to be there
  bool publish = false;           // once it is written
  bool accept_unpublish = false;  // a published event may be written, which unpublishes it
  bool in_place = false;          // the event is where the case came from: its rows end as one
  bool dry_run = false;           // also where the host's run is none
  EditBodies::Limits limits = {};
  std::int64_t quiet_ms = 3000;
};

struct PushReport {
  enum class End {
    done,       // what is wanted and can be there is there
    refused,    // nothing was sent: published, foreign, blocked, or the key may not
    failed,     // the server or the way to it; may be tried again
    stopped,    // no further request makes sense: the key, the address
    cancelled,  // the run ends; the next one goes on
  };
  End end = End::done;
  std::string why;  // where not done
  std::string url;  // of the event, for people
  Need need;        // what was sent, or would be
  bool created = false;
  bool published = false;
  bool unpublished = false;  // it was published, and is not any more
  bool dry_run = false;
  std::vector<Uuid> refused;  // what the server did not take of what was sent now
};

class Push {
 public:
  // Borrows all of them. The journal is on disk before each request that changes something.
  Push(Api& api, const Account& account, ClusterTable& clusters, Journal& journal,
       const PushSettings& settings)
      : api_(api), account_(account), clusters_(clusters), journal_(journal), settings_(settings) {}

  PushReport run(const EventHeader& header, EventElements& elements);
  // Smaller than those that were given where the server found them too large.
  const EditBodies::Limits& limits() const { return settings_.limits; }

 private:
  using End = PushReport::End;

  // What follows gives false where the push is over, with the reason in the report.
  bool once();
  bool read();
  bool may_write();
  bool load_clusters();
  bool begin();
  bool create();
  bool attach_clusters();
  bool edit();
  bool verify();
  bool publish();
  bool settle_down();

  bool end(End end, std::string why);
  bool fail(const Answer& answer, const std::string& doing);
  // The same, but where the server may be busy with it still, or the body was too large, it is
  // tried again from the start.
  bool fail_writing(const Answer& answer, const std::string& doing);
  bool save();

  Api& api_;
  const Account& account_;
  ClusterTable& clusters_;
  Journal& journal_;
  PushSettings settings_;
  const EventHeader* header_ = nullptr;
  EventElements* elements_ = nullptr;
  ServerEvent there_;
  bool is_there_ = false;
  bool again_ = false;
  PushReport report_;
};

}  // namespace rulemap::misp
