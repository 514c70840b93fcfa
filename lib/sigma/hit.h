// One event that counts for one correlation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rulemap/sigma/number.h"

namespace rulemap::sigma {

struct Hit {
  std::int64_t time_ms = 0;
  std::uint32_t member = 0;  // an index into Correlation::members
  std::uint64_t event = 0;
  bool is_firing = false;            // of a correlation, rather than of a rule
  std::string value;                 // value_count: of its fields
  Number number;                     // value_sum and the like
  std::vector<std::uint64_t> below;  // of a firing: the events that made it fire

  // About; values are counted by a second copy.
  std::size_t bytes() const {
    return sizeof(Hit) + 2 * value.capacity() + below.capacity() * sizeof(std::uint64_t);
  }
};

// Ordered by time; of one time, in the order in which they came.
using Hits = std::vector<Hit>;

}  // namespace rulemap::sigma
