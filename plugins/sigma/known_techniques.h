// What the steps of this plugin wrote into a record before: a technique is said once for a rule.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "rulemap/sdk/value.h"

namespace rulemap::sigma_map {

// The technique's id, and the rule's.
using KnownTechniques = std::set<std::pair<std::string, std::string>>;

inline KnownTechniques known_techniques(Doc list) {
  KnownTechniques out;
  for (Doc entry : list) {
    if (entry.text("by") != "sigma") continue;
    out.emplace(entry.text("id").value_or(""), entry.text("source").value_or(""));
  }
  return out;
}

}  // namespace rulemap::sigma_map
