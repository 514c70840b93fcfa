// Where a replay writes: beside the file of the run, never over it.
#pragma once

#include <string>

namespace rulemap::engine {

// "out/r.jsonl" -> "out/r.replay-1.jsonl": the first number under which nothing is there. What a
// sink fills in itself (%Y, {case}) may be anything. A device or a pipe stays what it is.
std::string beside(const std::string& path);

}  // namespace rulemap::engine
