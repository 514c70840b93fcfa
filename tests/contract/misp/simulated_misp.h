// A simulated MISP server on the loopback for contract tests. It is written from recordings of MISP
// 2.5.1 (names such as E41b are those of recorded exchanges): it answers as recorded where a client
// of events meets it, and says 404 to what it does not simulate. It proves nothing of a real MISP.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/misp/accounts.h"
#include "contract/misp/settings.h"

namespace rulemap::simulated {

struct Cluster {
  int id = 0;
  std::string uuid = {};
  std::string galaxy = {};  // its type: mitre-attack-pattern
  std::string value = {};
  std::string tag_name = {};  // by value when shipped, by uuid when custom
};

// What a test sends past the wire; it is neither counted nor hit by faults.
struct Exchange {
  int status = 0;
  std::string headers = {};  // lines, each with its end
  std::string body = {};
};

// What an analyst changes by hand; what is absent stays.
struct AttributeEdit {
  std::optional<bool> to_ids = {};
  std::optional<std::string> comment = {};
  std::optional<std::string> value = {};
};

// All functions from any thread. Those that return bool say whether there was such a thing.
class SimulatedMisp {
 public:
  explicit SimulatedMisp(Settings settings = {});
  ~SimulatedMisp();
  SimulatedMisp(const SimulatedMisp&) = delete;
  SimulatedMisp& operator=(const SimulatedMisp&) = delete;

  // "http://127.0.0.1:port" and Settings::base_path, without a slash at the end.
  std::string url() const;
  Settings settings() const;
  void set(Settings settings);

  // The server's clock, in seconds of Unix; it stands still unless it is moved.
  std::int64_t time() const;
  void set_time(std::int64_t seconds);
  void advance(std::int64_t seconds);

  // Shipped clusters. The galaxies mitre-attack-pattern and sigma-rules are there from the start;
  // another type makes its galaxy. Ids are given in rising order and never again.
  Cluster add_cluster(std::string_view galaxy, std::string_view value, std::string_view uuid = {});
  // A file of misp-galaxy's clusters ("values": [{"value", "uuid"}, ..]). The count, or -1.
  int load_clusters(std::string_view galaxy, const std::string& file);
  std::optional<Cluster> cluster(std::string_view galaxy, std::string_view value) const;
  // As an update of galaxies: the same cluster with a new id, after which the old one is 404.
  std::optional<Cluster> renumber_cluster(std::string_view galaxy, std::string_view value);
  int galaxy_id(std::string_view galaxy) const;
  // As a tag that somebody has used before: role "User" may now use it too.
  void create_tag(std::string_view name);
  bool has_tag(std::string_view name) const;

  // The analyst's hands. `uuid` is that of an attribute, object, reference or report.
  bool soft_delete(std::string_view uuid);
  bool hard_delete(std::string_view uuid);
  // `uuid` is that of an event or an attribute.
  bool tag(std::string_view uuid, std::string_view name);
  bool untag(std::string_view uuid, std::string_view name);
  bool edit(std::string_view attribute_uuid, const AttributeEdit& change);
  bool publish(std::string_view event_uuid, bool published = true);
  // With `blocklisted` its uuid is refused from now on.
  bool remove_event(std::string_view event_uuid, bool blocklisted = true);
  void blocklist(std::string_view event_uuid);

  Exchange ask(std::string_view method, std::string_view path, std::string_view body,
               std::string_view key = kSiteAdminKey);

  bool has_event(std::string_view uuid) const;
  bool is_published(std::string_view event_uuid) const;
  // Everything stored of the event but ids and timestamps: sorted lines, equal for equal events.
  // Empty where there is none.
  std::string snapshot(std::string_view event_uuid) const;

  // Each fault is spent on one request; faults by index come before those by condition.
  void fault_at(std::size_t index, Fault fault);
  void fault_when(Condition condition, Fault fault, int times = 1);
  void clear_faults();
  // For Fault::Kind::kGoesOn without a delay: that many elements more may be stored; -1: all.
  void let_write(int elements = -1);
  // Edits that are still being stored.
  int writers() const;
  // Returns when that many elements of edits under a fault have been stored, since the start.
  void wait_for_written(int elements) const;
  // Returns when so many edits are being stored.
  void wait_for_writers(int writers) const;

  std::vector<Seen> requests() const;
  void forget_requests();  // indexes go on
  std::size_t count(std::string_view method, std::string_view path_begins) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace rulemap::simulated
