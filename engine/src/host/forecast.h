// When requests could leave, by what is known of an allowance now.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/limiter.h"
#include "rulemap/abi/allowance.h"

namespace rulemap::engine {

struct Forecast {
  std::int64_t last_ms = 0;  // from now until the last of them leaves
  // How many leave before a wait would be longer than the run waits; then it stops, for this
  // reason, and may go on so many milliseconds from now.
  std::int64_t in_one_go = 0;
  std::int64_t one_go_ms = 0;
  std::string why_not_more = {};
  std::int64_t goes_on_ms = 0;
};

// Takes the requests from the limiter, which is of no use for sending afterwards.
Forecast forecast(Limiter& limiter, const std::string& account, const std::vector<RateFile>& rates,
                  std::int64_t requests, std::int64_t longest_wait_ms, std::int64_t now_ms,
                  const Limiter::Before& before);

// When the hour, the day or the month that `now_ms` is in ends (UTC): RULEMAP_SPAN_...
std::int64_t end_of_span(std::uint32_t span, std::int64_t now_ms);

}  // namespace rulemap::engine
