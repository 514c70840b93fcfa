#include "host/limiter.h"

#include <algorithm>

namespace rulemap::engine {

void Limiter::expect(const std::vector<RateFile>& rates) {
  const std::lock_guard lock(mutex_);
  for (const RateFile& each : rates) {
    longest_ms_ = std::max(longest_ms_, each.per_ms);
    most_ = std::max(most_, each.count);
  }
}

bool Limiter::expects_any() const {
  const std::lock_guard lock(mutex_);
  return most_ > 0;
}

void Limiter::forget_old(Account& account, std::int64_t now_ms) const {
  std::deque<std::int64_t>& taken = account.taken;
  while (!taken.empty() && (static_cast<std::int64_t>(taken.size()) > most_ ||
                            taken.front() <= now_ms - longest_ms_)) {
    taken.pop_front();
  }
}

std::int64_t Limiter::take(const std::string& name, const std::vector<RateFile>& rates,
                           std::int64_t now_ms, const Before& before) {
  const std::lock_guard lock(mutex_);
  const auto [at, is_first] = accounts_.try_emplace(name);
  Account& account = at->second;
  if (is_first && before && most_ > 0) {
    for (const std::int64_t age : before(longest_ms_, most_)) account.taken.push_back(now_ms - age);
  }
  for (const RateFile& each : rates) {
    const auto [found, is_new] = account.counts.try_emplace(each.per_ms, each.count);
    found->second = std::min(found->second, each.count);
  }
  forget_old(account, now_ms);
  std::int64_t wait = 0;
  if (account.closed) wait = std::max<std::int64_t>(0, *account.closed - now_ms);
  for (const auto& [span, count] : account.counts) {
    if (static_cast<std::int64_t>(account.taken.size()) < count) continue;
    const std::int64_t oldest = account.taken[account.taken.size() - static_cast<size_t>(count)];
    wait = std::max(wait, oldest + span - now_ms);
  }
  if (wait == 0) account.taken.push_back(now_ms);
  return wait;
}

void Limiter::close(const std::string& account, std::int64_t until_ms) {
  const std::lock_guard lock(mutex_);
  std::optional<std::int64_t>& closed = accounts_[account].closed;
  closed = std::max(closed.value_or(until_ms), until_ms);
}

}  // namespace rulemap::engine
