// What a window holds, and whether the condition of a correlation holds over it.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "hit.h"
#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

bool is_temporal(Correlation::Type type);
// sum, avg, percentile, median.
bool is_of_numbers(Correlation::Type type);

// The condition tells nothing before its window is over: a count that stays below a bound, is equal
// to one, or a rule that was not seen. Averages, medians and percentiles move with each event, so
// any bound on them means something at once.
bool needs_whole_window(const Correlation& correlation);

// Counts that go along as hits enter and leave a window.
class Tally {
 public:
  void add(const Correlation& correlation, const Hit& hit);
  void remove(const Correlation& correlation, const Hit& hit);
  void clear();

  std::size_t hits() const { return hits_; }
  std::size_t values() const { return values_.size(); }
  std::size_t members() const { return members_.size(); }
  bool has_member(std::uint32_t member) const { return members_.count(member) > 0; }

 private:
  std::size_t hits_ = 0;
  std::unordered_map<std::string, std::size_t> values_;
  std::unordered_map<std::uint32_t, std::size_t> members_;
};

// `tally` is of `window`.
bool holds(const Correlation& correlation, const Tally& tally, std::span<const Hit> window);

}  // namespace rulemap::sigma
