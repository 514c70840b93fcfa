// A plugin for tests of the engine: rows say themselves what shall happen to them. Linked in, as an
// embedder would.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rulemap/abi/entry.h"

namespace rulemap::scripted {

// What the sinks and the source of the last run saw; cleared by the test.
struct Witness {
  std::vector<std::string> written;  // "SINK VALUE"
  std::vector<std::string> done;     // checkpoints
  std::map<std::string, int> tries;  // by value: how often the step or sink saw it
  int fail_close = 0;                // case_close fails so many times
};
Witness& witness();
// How often the step or sink saw it, while a run is under way.
int witness_tries(const std::string& value);

const rulemap_entry& scripted_plugin();

}  // namespace rulemap::scripted
