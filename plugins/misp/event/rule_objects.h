// What a detection rule becomes: an object sigma, yara or suricata, or a snort attribute; an
// annotation where MISP's object demands a text that is not at hand.
#pragma once

#include <optional>

#include "event/object_maker.h"
#include "event/rules.h"

namespace rulemap::misp {

// nullopt for a Snort rule with its text: that is an attribute. `finding` is whose record names it.
std::optional<MadeObject> make_rule(const Facts& facts, const Uuid& event, const Finding& finding,
                                    const Rule& rule);

struct RuleAttribute {
  Uuid uuid;
  Uuid thing;
  std::string json;
  std::optional<Refusal> refusal;  // set: MISP would not take it
};
RuleAttribute make_rule_attribute(const Facts& facts, const Uuid& event, const Rule& rule);
// Whether the rule is one.
bool is_rule_attribute(const Rule& rule);

}  // namespace rulemap::misp
