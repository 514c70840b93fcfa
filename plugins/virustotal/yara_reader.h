// `crowdsourced_yara_results` of a file: the YARA rules that VirusTotal says matched; and the
// rulesets that they stand in.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "rule_match.h"

namespace rulemap::virustotal {

std::span<const FieldRule> yara_fields();
std::vector<std::string> yara_paths(const std::string& object);
std::vector<std::string> ruleset_paths();  // of the answer to /yara_rulesets/ID

// One for each result with a rule's name, which is its id: YARA has no other.
std::vector<RuleMatch> read_yara(Doc results, FieldReader& reader);

// The rules of a ruleset that are asked for by name; `data` of the answer. A rule that is not in it
// is not in the result. source: as the match names it, for rules that name no licence.
std::map<std::string, RuleFacts> read_ruleset(Doc data, const std::vector<std::string>& names,
                                              std::string_view source, FieldReader& reader);

}  // namespace rulemap::virustotal
