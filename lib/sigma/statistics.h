// Sums and ranks of the numbers in a window. Integers are summed exactly; what is neither an
// integer nor fits into one becomes a double, at most the largest one.
#pragma once

#include <span>

#include "hit.h"

namespace rulemap::sigma {

// `window` is not empty, but for sum().
Number sum(std::span<const Hit> window);
Number average(std::span<const Hit> window);
// Of an even number of values the average of the two in the middle.
Number median(std::span<const Hit> window);
// The smallest value that at least `percent` of all do not exceed (nearest rank); at 0 the least.
Number percentile(std::span<const Hit> window, double percent);

}  // namespace rulemap::sigma
