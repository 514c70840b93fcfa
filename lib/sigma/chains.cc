#include "chains.h"

#include "rulemap/sigma/correlate.h"

namespace rulemap::sigma {

Chains::Chains(const RuleSet& rules)
    : of_rules(rules.rules.size()), of_correlations(rules.correlations.size()) {
  std::vector<std::size_t> missing(rules.correlations.size());
  for (std::uint32_t i = 0; i < rules.correlations.size(); ++i) {
    const auto& members = rules.correlations[i].members;
    for (std::uint32_t member = 0; member < members.size(); ++member) {
      const auto& of = members[member];
      (of.is_correlation ? of_correlations : of_rules)[of.index].push_back({i, member});
      missing[i] += of.is_correlation;
    }
    if (missing[i] == 0) order.push_back(i);
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    for (const Use& use : of_correlations[order[at]]) {
      if (--missing[use.correlation] == 0) order.push_back(use.correlation);
    }
  }
}

Reported reported(const RuleSet& rules) {
  const Chains chains(rules);
  const auto is_reported = [&](const std::vector<Use>& uses) {
    bool is = uses.empty();
    for (const Use& use : uses) is |= rules.correlations[use.correlation].generate;
    return is;
  };
  Reported out;
  for (const auto& uses : chains.of_rules) out.rules.push_back(is_reported(uses));
  for (const auto& uses : chains.of_correlations) out.correlations.push_back(is_reported(uses));
  return out;
}

}  // namespace rulemap::sigma
