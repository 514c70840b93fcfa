// Which YARA rulesets a record still wants, and what their rules add to its matches.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rule_match.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxRulesets = 50;  // of a record

// A YARA match of VirusTotal's, by its place in the list of matches, whose rule was not read yet.
struct OpenRule {
  std::size_t index = 0;
  std::string name = {};
  std::string source = {};
};
using OpenRules = std::map<std::string, std::vector<OpenRule>>;  // by ruleset

void add_open(const RuleMatch& match, std::size_t index, OpenRules& to);
OpenRules open_rules(Doc matches);

// "/yara_rulesets/00c291ca7f"; empty where it is no id.
std::string ruleset_path(std::string_view id);

// Adds to an entry that is there what its rule says, and what became of its text.
void write(EntryBuilder out, const RuleFacts& facts);
// The same where the ruleset has no such rule.
void write_missing(EntryBuilder out, std::string_view source);

}  // namespace rulemap::virustotal
