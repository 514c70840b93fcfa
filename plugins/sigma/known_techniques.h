// Techniques of a rule's tags. What the steps of this plugin wrote into a record before is known: a
// technique is said once for a rule.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "rulemap/ids/attack.h"
#include "rulemap/sdk/model.h"
#include "rulemap/sdk/value.h"
#include "rulemap/sigma/rule.h"

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

// how: of the match that the rule stands for.
template <class Row>
void add_techniques(Row& row, const sigma::Header& rule, std::string_view how,
                    KnownTechniques& known) {
  for (const std::string& tag : rule.tags) {
    const auto id = ids::technique_in_tag(tag);
    if (!id || !known.emplace(*id, rule.id).second) continue;
    row.add(Technique{.id = *id, .by = "sigma", .source = rule.id, .how = std::string(how)});
  }
}

}  // namespace rulemap::sigma_map
