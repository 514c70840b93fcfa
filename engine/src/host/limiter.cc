#include "host/limiter.h"

#include <algorithm>
#include <utility>

#include "config/span_text.h"

namespace rulemap::engine {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr int kRefusalsOfADay = 3;

}  // namespace

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

void Limiter::begin(Account& account, const Past& past, std::int64_t now_ms) const {
  for (const std::int64_t age : past.ages) account.taken.push_back(now_ms - age);
  if (past.closed_ms > 0) close(account, now_ms + past.closed_ms, past.why_closed);
  account.refused_in_a_row = past.refused_in_a_row;
}

void Limiter::forget_old(Account& account, std::int64_t now_ms) const {
  std::deque<std::int64_t>& taken = account.taken;
  while (!taken.empty() && (static_cast<std::int64_t>(taken.size()) > most_ ||
                            taken.front() <= now_ms - longest_ms_)) {
    taken.pop_front();
  }
  std::erase_if(account.told, [&](const auto& each) { return each.second.until_ms <= now_ms; });
}

Limiter::Wait Limiter::take(const std::string& name, const std::vector<RateFile>& rates,
                            std::int64_t now_ms, const Before& before) {
  const std::lock_guard lock(mutex_);
  Account& account = accounts_[name];
  // A provider may have told of it before the first request.
  if (!std::exchange(account.knows_past, true) && before)
    begin(account, before(longest_ms_, most_), now_ms);
  for (const RateFile& each : rates) {
    const auto [found, is_new] = account.counts.try_emplace(each.per_ms, each.count);
    found->second = std::min(found->second, each.count);
  }
  forget_old(account, now_ms);
  Wait wait;
  const auto lengthen = [&](std::int64_t until_ms, const auto& why) {
    if (until_ms - now_ms > wait.ms) wait = {until_ms - now_ms, why()};
  };
  if (account.closed) lengthen(account.closed_until, [&] { return account.why_closed; });
  for (const auto& [span, count] : account.counts) {
    if (static_cast<std::int64_t>(account.taken.size()) < count) continue;
    const std::int64_t oldest = account.taken[account.taken.size() - static_cast<size_t>(count)];
    lengthen(oldest + span, [&count = count, &span = span] {
      return "the allowance of " + rate_text({count, span}) + " (limits.rate) is used up";
    });
  }
  for (const auto& [span, told] : account.told) {
    if (told.left > 0) continue;
    lengthen(told.until_ms, [&of = told] {
      return "the provider says that its allowance of " + std::to_string(of.allowed) +
             " is used up";
    });
  }
  if (wait.ms > 0) return wait;
  account.taken.push_back(now_ms);
  for (auto& [span, told] : account.told) --told.left;
  return {};
}

void Limiter::close(Account& account, std::int64_t until_ms, const std::string& why) {
  if (account.closed && account.closed_until >= until_ms) return;
  account.closed = true;
  account.closed_until = until_ms;
  account.why_closed = why;
}

void Limiter::close(const std::string& account, std::int64_t until_ms, const std::string& why) {
  const std::lock_guard lock(mutex_);
  close(accounts_[account], until_ms, why);
}

std::int64_t Limiter::refused(const std::string& name, std::int64_t now_ms,
                              std::int64_t retry_after_ms, std::int64_t day_ends_ms) {
  const std::lock_guard lock(mutex_);
  Account& account = accounts_[name];
  const bool left_before = account.closed && now_ms < account.closed_until;
  if (!left_before) ++account.refused_in_a_row;
  if (left_before && retry_after_ms < 0) return account.closed_until - now_ms;
  if (account.refused_in_a_row >= kRefusalsOfADay) {
    close(account, day_ends_ms,
          "the server answered 429 three times in a row: the day's allowance is used up");
  } else {
    const std::int64_t said = retry_after_ms < 0 ? kMinute : retry_after_ms;
    const std::int64_t least = account.refused_in_a_row > 1 ? kMinute : 0;
    close(account, now_ms + std::max(said, least), "the server answered 429, too many requests");
  }
  return std::max<std::int64_t>(account.closed_until - now_ms, 0);
}

bool Limiter::answered(const std::string& name, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto found = accounts_.find(name);
  if (found == accounts_.end() || found->second.refused_in_a_row == 0) return false;
  // What left before a refusal says nothing about what leaves after it.
  if (now_ms < found->second.closed_until) return false;
  found->second.refused_in_a_row = 0;
  return true;
}

Limiter::Past Limiter::closing(const std::string& name, std::int64_t now_ms) const {
  const std::lock_guard lock(mutex_);
  const auto found = accounts_.find(name);
  if (found == accounts_.end() || !found->second.closed) return {};
  const Account& account = found->second;
  return {{},
          std::max<std::int64_t>(account.closed_until - now_ms, 0),
          account.why_closed,
          account.refused_in_a_row};
}

void Limiter::tell(const std::string& account, std::uint32_t span, const Told& told) {
  const std::lock_guard lock(mutex_);
  accounts_[account].told[span] = told;
}

}  // namespace rulemap::engine
