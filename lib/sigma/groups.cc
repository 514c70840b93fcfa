#include "groups.h"

namespace rulemap::sigma {

Groups::Groups(const std::vector<Correlation>& correlations, const CorrelateLimits& limits,
               CorrelateLosses& losses)
    : correlations_(correlations), limits_(limits), losses_(losses), by_key_(correlations.size()) {}

void Groups::give_up_oldest(std::int64_t time_ms) {
  Entry& oldest = by_use_.front();
  const std::int64_t span = correlations_[oldest.correlation].timespan_ms;
  if (!oldest.group.is_empty() && oldest.group.newest_ms() + span >= time_ms) ++losses_.groups;
  drop(oldest);
}

Groups::Entry& Groups::open(std::uint32_t correlation, const std::string& key,
                            std::int64_t time_ms) {
  while (!by_use_.empty() && bytes_ > limits_.bytes) give_up_oldest(time_ms);
  auto& keys = by_key_[correlation];
  if (const auto at = keys.find(key); at != keys.end()) {
    by_use_.splice(by_use_.end(), by_use_, at->second);
    return *at->second;
  }
  while (!by_use_.empty() && by_use_.size() >= limits_.groups) give_up_oldest(time_ms);
  const auto at = keys.try_emplace(key).first;
  by_use_.push_back({correlation, &at->first});
  at->second = std::prev(by_use_.end());
  return by_use_.back();
}

void Groups::changed(Entry& entry) {
  bytes_ -= entry.counted;
  // Its place in the list and the map besides.
  constexpr std::size_t kNodes = 160;
  entry.counted = sizeof(Entry) + kNodes + entry.key->size() + entry.group.bytes();
  bytes_ += entry.counted;
}

std::vector<Groups::Entry*> Groups::of(std::uint32_t correlation) {
  std::vector<Entry*> out;
  for (const auto& [key, at] : by_key_[correlation]) out.push_back(&*at);
  return out;
}

void Groups::drop(Entry& entry) {
  bytes_ -= entry.counted;
  auto& keys = by_key_[entry.correlation];
  const auto at = keys.find(*entry.key);
  const auto place = at->second;
  keys.erase(at);
  by_use_.erase(place);
}

void Groups::clear() {
  by_use_.clear();
  for (auto& keys : by_key_) keys.clear();
  bytes_ = 0;
}

}  // namespace rulemap::sigma
