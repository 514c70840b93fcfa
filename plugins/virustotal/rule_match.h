// A detection rule that VirusTotal says matched, beside Sigma's: what IDS and YARA results share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fields.h"
#include "rulemap/sdk/entry_builder.h"

namespace rulemap::virustotal {

inline constexpr std::size_t kMaxRuleMatches = 500;         // of a kind, in an answer
inline constexpr std::size_t kMaxRuleReferences = 50;       // of a rule
inline constexpr std::size_t kLongestRuleText = 64 * 1024;  // a rule is kept whole or not
inline constexpr std::size_t kMaxRuleTechniques = 50;       // of a rule

// What a rule says of itself, where its text was read.
struct RuleFacts {
  std::string text = {};     // empty where its licence does not allow to keep it
  std::string licence = {};  // an SPDX id where it is a known one
  std::string description = {};
  std::vector<std::string> techniques = {};  // ids as they were said
  std::vector<std::string> families = {};
  std::vector<std::string> references = {};
};

struct RuleMatch {
  Match match;
  std::vector<std::string> techniques = {};
  std::vector<std::string> references = {};
  std::string ruleset = {};
  std::string ruleset_id = {};  // VirusTotal's
  std::string sandbox = {};     // empty where VirusTotal says it of the file
  std::int64_t evidence_left_out = 0;
};

// Adds what a rule says to what the provider said of it.
void add(RuleMatch& to, RuleFacts facts);

void write(EntryBuilder out, const RuleMatch& result);

// The technique as an entry: by the kind of rule, of the rule's id.
Technique technique_of(const Match& match, const std::string& id);

// URLs and texts for people among `said`, each once, cleaned, up to the limit.
void add_references(const std::vector<std::string>& said, std::vector<std::string>& to,
                    FieldReader& reader);

}  // namespace rulemap::virustotal
