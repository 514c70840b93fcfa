// Spans of time and rates as a pipeline file writes them.
#pragma once

#include <cstdint>
#include <string>

#include "config/pipeline_file.h"

namespace rulemap::engine {

// "90s" "5m" "25h" "3d": in the largest unit that leaves at least two of it, rounded up.
std::string span_text(std::int64_t ms);

// "500/day"
std::string rate_text(const RateFile& rate);

}  // namespace rulemap::engine
