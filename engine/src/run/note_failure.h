// Gathers for the summary why steps had nothing to say of a row: equal reasons count together.
#pragma once

#include <string_view>

#include "rulemap/engine/run.h"

namespace rulemap::engine {

// indicator: the row's. `others` counts what no longer finds a place in `listed`.
void note_failure(std::vector<StepFailure>& listed, std::uint64_t& others, std::string_view step,
                  std::string_view why, std::string_view indicator);

}  // namespace rulemap::engine
