// Who counts the hits of which rule and the firings of which correlation.
#pragma once

#include <cstdint>
#include <vector>

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

struct Use {
  std::uint32_t correlation = 0;
  std::uint32_t member = 0;
};

struct Chains {
  explicit Chains(const RuleSet& rules);

  std::vector<std::vector<Use>> of_rules, of_correlations;  // by their index
  std::vector<std::uint32_t> order;  // of correlations: members before those that name them
};

}  // namespace rulemap::sigma
