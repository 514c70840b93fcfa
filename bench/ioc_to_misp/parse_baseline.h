// What the pipeline is held against: RapidJSON parsing the same bodies, and nothing else.
#pragma once

#include <string>
#include <vector>

#include "stopwatch.h"

namespace rulemap::bench {

// Parses the bodies of these recordings, default flags, one reused pool. Reading the files is not
// counted.
Spent parse_all(const std::vector<std::string>& recordings);

}  // namespace rulemap::bench
