// What the mapping is held against: RapidJSON parsing the same bodies, and nothing else.
#pragma once

#include <span>
#include <string>

namespace rulemap::bench {

// Processor time in seconds. Default flags, one reused pool. Ends the process where a body is no
// JSON.
double parse_all(std::span<const std::string> bodies);

}  // namespace rulemap::bench
