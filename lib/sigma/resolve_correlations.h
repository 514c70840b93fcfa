// References of correlations -> indices into RuleSet::rules and RuleSet::correlations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "drafts.h"

namespace rulemap::sigma {

// ASCII only, as ids are written.
std::string lower_case(std::string_view text);

// `out` has all rules; correlations are added in their order, and problems at the end.
void resolve_correlations(std::vector<CorrelationDraft> drafts, const LoadOptions& options,
                          RuleSet& out);

}  // namespace rulemap::sigma
