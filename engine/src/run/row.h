// A record on its way through a plan.
#pragma once

#include <cstdint>
#include <vector>

#include "rulemap/host/record.h"

namespace rulemap::engine {

struct Row {
  host::Record record;
  std::uint64_t id = 0;  // counts from 1 within a run
  std::uint32_t of_case = 0;
  bool is_private = false;            // as it came; no step takes that back
  std::vector<std::uint32_t> tokens;  // inputs that end where this row ends
  bool alone = false;                 // its call failed as a whole: it is repeated without others
  std::uint32_t attempts = 0;         // failed tries of the step or sink that it waits for
  std::int64_t first_failed_ms = 0;
};

}  // namespace rulemap::engine
