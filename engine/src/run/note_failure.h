// Why lookups failed, for the summary.
#pragma once

#include <string_view>

#include "rulemap/engine/run.h"

namespace rulemap::engine {

// Counts one row that `step` failed and that goes on: equal reasons are one entry, and entries
// beyond the first 20 are only counted.
void note_failure(RunReport& report, std::string_view step, std::string_view why);

}  // namespace rulemap::engine
