// Members of a temporal_ordered correlation, and the order in which they were seen. Of hits at the
// same time either may be the first: clocks are coarser than what they measure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hit.h"

namespace rulemap::sigma {

// How many different members can be picked so that their times are in the order of the rules.
std::size_t longest_in_order(std::span<const Hit> window);

// Whether each of `members` can be picked so.
bool are_in_order(std::span<const Hit> window, std::vector<std::uint32_t> members);

}  // namespace rulemap::sigma
