// Rule sets of any size out of one.
#pragma once

#include "rulemap/sigma/rule.h"

namespace rulemap::bench {

// Fewer: every nth. More: copies whose literals have other letters, so that each is looked for.
sigma::RuleSet so_many(sigma::RuleSet rules, std::size_t count);

}  // namespace rulemap::bench
