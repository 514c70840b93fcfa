// The recorded exchanges with a real MISP, where their folder is.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "contract/misp/json.h"

namespace rulemap::simulated {

struct Recorded {
  std::string name;
  Document all;

  // False where the recording holds what is no JSON.
  bool is_there() const { return all.IsObject(); }
  const Json& request() const { return all["request"]; }
  const Json& response() const { return all["response"]; }
};

// Names in the order in which they were recorded; empty where there is no folder.
std::vector<std::string> recorded_names();
Recorded recorded(const std::string& name);

// The names of members, "Event" and "Event.id": as deep as `depth`, and not into lists.
std::set<std::string> names_in(const Json& json, int depth);

// What is stored, as far as an answer's "Event" shows it: sorted lines without numbers and times.
// Uuids that a server made are starred; tags of clusters are left out unless `with_clusters`.
std::vector<std::string> content_of(const Json& event, bool with_clusters);

}  // namespace rulemap::simulated
