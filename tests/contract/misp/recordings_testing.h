// The recorded exchanges with a real MISP, where their folder is.
#pragma once

#include <string>
#include <vector>

#include "contract/misp/json.h"

namespace rulemap::simulated {

struct Recorded {
  std::string name;
  Document all;

  const Json& request() const { return all["request"]; }
  const Json& response() const { return all["response"]; }
};

// Names in the order in which they were recorded; empty where there is no folder.
std::vector<std::string> recorded_names();
Recorded recorded(const std::string& name);

// The kinds of members, an answer's shape: "Event.id", "errors.Event.info[]".
std::vector<std::string> shape_of(const Json& json);

}  // namespace rulemap::simulated
