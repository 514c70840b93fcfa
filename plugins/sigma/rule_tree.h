// The rules of a folder, found by id and by title.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rulemap/sigma/load.h"

namespace rulemap::sigma_map {

class RuleTree {
 public:
  // Keeps the rule; of two with one id the first stays. False: it was not kept.
  bool add(sigma::Header rule);

  // The rule, or nullptr. Pointers live until the next add or until the tree ends or is moved.
  const sigma::Header* by_id(std::string_view id) const;
  // The rules with exactly this title, and those with this title in any case, in order of adding.
  std::vector<const sigma::Header*> by_title(std::string_view title) const;
  std::vector<const sigma::Header*> by_folded_title(std::string_view title) const;

  const std::vector<sigma::Header>& rules() const { return rules_; }

 private:
  std::vector<sigma::Header> rules_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_folded_title_;
};

struct LoadedRules {
  RuleTree tree;
  std::vector<sigma::Problem> problems;  // of all that was read, and of rules that were left out
};

// The headers of all rules under `paths`: a rule that could not be evaluated has its title all the
// same. Left out are rules without an id, and with the id of another.
LoadedRules load_rules(const std::vector<std::string>& paths, const sigma::LoadOptions& options);

}  // namespace rulemap::sigma_map
