// The rules of a folder, found by id and by title.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rule.h"
#include "rulemap/sdk/result.h"

namespace rulemap::sigma_map {

class RuleTree {
 public:
  // Keeps the rule; of two with one id the first stays. False: it was not kept.
  bool add(Rule rule);

  // The rule, or nullptr. Pointers live until the next add or until the tree ends or is moved.
  const Rule* by_id(std::string_view id) const;
  // The rules with exactly this title, and those with this title in any case, in order of adding.
  std::vector<const Rule*> by_title(std::string_view title) const;
  std::vector<const Rule*> by_folded_title(std::string_view title) const;

  const std::vector<Rule>& rules() const { return rules_; }

 private:
  std::vector<Rule> rules_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_folded_title_;
};

struct LoadedRules {
  RuleTree tree;
  std::size_t files = 0;
  std::vector<Error> problems;  // what was left out, each with its place
};

// Reads all rules under `paths` (see paths/find_files.h). A bad file or rule is a problem and stops
// nothing; no rule at all is a failure, and so is a path that is not there.
Result<LoadedRules> load_rules(const std::vector<std::string>& paths);

}  // namespace rulemap::sigma_map
