// The text that a cell is as a key: equal values give equal texts.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rulemap/sdk/row.h"

namespace rulemap::engine {

// JSON without blanks, the members of objects in the order of their names.
inline std::string key_text(Doc doc) {
  if (doc.is_object()) {
    std::vector<std::pair<std::string, std::string>> members;
    for (const auto [name, value] : doc.members()) members.emplace_back(name, key_text(value));
    std::sort(members.begin(), members.end());
    std::string out = "{";
    for (const auto& [name, value] : members) {
      out += std::to_string(name.size()) + ":" + name + value + ",";
    }
    return out + "}";
  }
  if (!doc.is_list()) return doc.json();
  std::string out = "[";
  for (const Doc each : doc) out += key_text(each) + ",";
  return out + "]";
}

}  // namespace rulemap::engine
