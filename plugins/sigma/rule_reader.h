// The text of a rule file -> the headers of its rules. Next: rule_tree.h reads many files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rule.h"
#include "rulemap/sdk/result.h"

namespace rulemap::sigma_map {

struct ReadRules {
  std::vector<Rule> rules;
  std::vector<Error> problems;  // each with file:line:column as its place
};

// A text that is no YAML gives its first problem and no rule; a document without a title, or
// without a UUID as its id, is one problem, and the documents beside it are read. What stands in a
// document `action: global` counts for the documents behind it. Filters are no rules and left out
// silently.
ReadRules read_rules(std::string_view text, const std::string& path);

}  // namespace rulemap::sigma_map
