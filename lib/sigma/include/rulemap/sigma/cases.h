// Test cases of rules, one JSON object a line:
//   {"name": "...", "kind": "detection", "rule": "YAML", "events": [{...}], "expect": [true]}
// docs/sigma.md tells what each kind expects. Log sources are ignored.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::sigma {

struct Case {
  enum class Kind : std::uint8_t {
    detection,    // holds[i]: the first rule matches events[i]
    filter,       // the same, of a rule with filters
    collection,   // ids[i]: what matches events[i]
    correlation,  // holds[0]: the last correlation fires over the events, by their `timestamp`
    load_error,   // the text is refused, with a message
  };

  std::string name;
  Kind kind = Kind::detection;
  std::string rule;                      // YAML; several documents are possible
  std::vector<std::string> events = {};  // JSON texts, as they were written
  std::vector<bool> holds = {};
  std::vector<std::vector<std::string>> ids = {};
  std::map<std::string, std::vector<std::string>> placeholders = {};
};

// Fails with what is wrong with the line, and what would be right.
Result<Case> read_case(std::string_view line);

struct CaseOutcome {
  bool passed = false;
  std::string message;  // why it failed; of one that passed, what else was wrong with the rules
};

CaseOutcome run_case(const Case& test);

}  // namespace rulemap::sigma
