// One MISP server as a sink uses it: its address and key, whose key it is, its clusters, and the
// journals of its events.
#pragma once

#include <memory>
#include <string>

#include "event/event_case.h"
#include "push/push.h"
#include "rulemap/sdk/live.h"
#include "rulemap/sdk/sink.h"

namespace rulemap::misp {

class Server {
 public:
  struct Settings {
    std::string url;
    Secret key;
    std::size_t most_attributes = 0;  // of one event; what is more goes into further ones
    PushSettings push;
  };
  Server(Host host, Settings settings);

  // Whose key it is, and whether it may write: before anything else.
  Result<void> connect();
  // The event that a person names by its number or uuid.
  Result<Uuid> find_event(const std::string& number_or_uuid);
  // What is known of the event from earlier runs.
  Result<std::unique_ptr<Journal>> journal_of(const Uuid& event) const;
  // Brings the case into its event and answers for its rows.
  Outcome push(EventCase& of, Journal& journal, Receipts& receipts);

  // Whose key it is, and what of a push would be dropped or refused for its role.
  void look(LiveReport& report) const;

 private:
  Result<EventHeader> header_of_part(const EventHeader& own, EventElements& elements,
                                     std::uint32_t part) const;

  Host host_;
  Settings settings_;
  Api api_;
  Account account_;
  ClusterTable clusters_;
};

}  // namespace rulemap::misp
