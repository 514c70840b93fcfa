// How many requests a step may send by its `limits.rate`: several windows at once, each a count in
// a span of time. Replayed answers cost nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

#include "config/pipeline_file.h"

namespace rulemap::engine {

class Allowance {
 public:
  explicit Allowance(std::vector<RateFile> rates = {}) : rates_(std::move(rates)) {
    for (const RateFile& rate : rates_) longest_ms_ = std::max(longest_ms_, rate.per_ms);
  }

  // Takes one request at `now_ms` and gives 0, or gives the milliseconds until one is free.
  std::int64_t take(std::int64_t now_ms) {
    while (!taken_.empty() && taken_.front() <= now_ms - longest_ms_) taken_.pop_front();
    std::int64_t wait = 0;
    for (const RateFile& rate : rates_) wait = std::max(wait, wait_for(rate, now_ms));
    if (wait == 0 && !rates_.empty()) taken_.push_back(now_ms);
    return wait;
  }

 private:
  std::int64_t wait_for(const RateFile& rate, std::int64_t now_ms) const {
    if (static_cast<std::int64_t>(taken_.size()) < rate.count) return 0;
    const std::int64_t oldest = taken_[taken_.size() - static_cast<std::size_t>(rate.count)];
    return std::max<std::int64_t>(0, oldest + rate.per_ms - now_ms);
  }

  std::vector<RateFile> rates_;
  std::int64_t longest_ms_ = 0;
  std::deque<std::int64_t> taken_;
};

}  // namespace rulemap::engine
