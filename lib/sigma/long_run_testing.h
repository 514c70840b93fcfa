// Whether the comparisons with the oracle may take an hour: scripts/test --long asks for it.
#pragma once

#include <cstdlib>

namespace rulemap::sigma::testing {

inline bool is_long_run() { return std::getenv("RULEMAP_LONG_TESTS") != nullptr; }

}  // namespace rulemap::sigma::testing
