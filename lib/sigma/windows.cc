#include "windows.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace rulemap::sigma {
namespace {

// Windows that a late hit is in are judged from the one that ends at it until they held so many
// hits together; then the newest. More would let one hit cost as much as all that are kept,
// squared.
constexpr std::size_t kMostLateHits = 100'000;

}  // namespace

Holding Group::slide(const Settings& settings, Hit hit) {
  const Correlation& correlation = *settings.correlation;
  const std::int64_t span = correlation.timespan_ms;
  if (!hits_.empty() && hit.time_ms < newest_ms() - span) {
    ++settings.losses->late;
    return std::nullopt;
  }
  keep_at_most(settings);
  last_event_ = hit.event;
  tally_.add(correlation, hit);
  const bool is_newest = hits_.empty() || hit.time_ms >= newest_ms();
  const std::size_t at = insert(std::move(hit));
  if (!is_newest) return judge_late(settings, at);
  while (hits_[begin_].time_ms < newest_ms() - span) tally_.remove(correlation, hits_[begin_++]);
  forget_before(newest_ms() - 2 * span);
  return judge(settings, tally_, begin_, hits_.size());
}

// The hit before which `hit` came, or the end.
std::size_t Group::insert(Hit hit) {
  bytes_ += hit.bytes();
  const auto after =
      std::upper_bound(hits_.begin(), hits_.end(), hit.time_ms,
                       [](std::int64_t time, const Hit& each) { return time < each.time_ms; });
  const auto at = hits_.insert(after, std::move(hit));
  return static_cast<std::size_t>(at - hits_.begin());
}

// Erases in bulk, so that each hit is moved a few times only.
void Group::forget_before(std::int64_t time_ms) {
  const auto end =
      std::lower_bound(hits_.begin(), hits_.end(), time_ms,
                       [](const Hit& each, std::int64_t time) { return each.time_ms < time; });
  if (static_cast<std::size_t>(end - hits_.begin()) * 4 < hits_.size()) return;
  for (auto each = hits_.begin(); each != end; ++each) bytes_ -= each->bytes();
  begin_ -= static_cast<std::size_t>(end - hits_.begin());
  hits_.erase(hits_.begin(), end);
}

// Makes room for one more.
void Group::keep_at_most(const Settings& settings) {
  if (hits_.size() < settings.most_events) return;
  // A tenth more, for the same reason.
  const std::size_t spare = hits_.size() - settings.most_events + 1 + settings.most_events / 10;
  for (std::size_t i = 0; i < spare; ++i) {
    bytes_ -= hits_[i].bytes();
    if (i < begin_) continue;
    tally_.remove(*settings.correlation, hits_[i]);
    ++settings.losses->events;
  }
  hits_.erase(hits_.begin(), hits_.begin() + static_cast<std::ptrdiff_t>(spare));
  begin_ -= std::min(begin_, spare);
}

bool Group::is_quiet_at(std::int64_t time_ms, std::int64_t timespan_ms) const {
  return std::any_of(fired_.begin(), fired_.end(),
                     [&](std::int64_t fired) { return std::abs(time_ms - fired) <= timespan_ms; });
}

Holding Group::judge(const Settings& settings, const Tally& tally, std::size_t begin,
                     std::size_t end) {
  const std::int64_t span = settings.correlation->timespan_ms;
  const std::int64_t time = hits_[end - 1].time_ms;
  if (is_quiet_at(time, span)) return std::nullopt;
  const auto window = std::span<const Hit>(hits_).subspan(begin, end - begin);
  if (!holds(*settings.correlation, tally, window)) return std::nullopt;
  std::erase_if(fired_, [&](std::int64_t fired) { return fired < newest_ms() - 3 * span; });
  fired_.push_back(time);
  return window;
}

Holding Group::judge_late(const Settings& settings, std::size_t at) {
  const Correlation& correlation = *settings.correlation;
  std::size_t begin = at, end = at;
  while (begin > 0 && hits_[begin - 1].time_ms >= hits_[at].time_ms - correlation.timespan_ms) {
    --begin;
  }
  Tally tally;
  for (std::size_t i = begin; i <= at; ++i) tally.add(correlation, hits_[i]);
  for (std::size_t judged = 0; judged < kMostLateHits; judged += end - begin + 1) {
    while (end + 1 < hits_.size() && hits_[end + 1].time_ms == hits_[end].time_ms) {
      tally.add(correlation, hits_[++end]);
    }
    if (end + 1 == hits_.size()) break;
    while (hits_[begin].time_ms < hits_[end].time_ms - correlation.timespan_ms) {
      tally.remove(correlation, hits_[begin++]);
    }
    if (const Holding window = judge(settings, tally, begin, end + 1)) return window;
    tally.add(correlation, hits_[++end]);
  }
  return judge(settings, tally_, begin_, hits_.size());
}

bool Group::ends_before(const Settings& settings, std::int64_t time_ms) const {
  return !hits_.empty() && time_ms > hits_.front().time_ms + settings.correlation->timespan_ms;
}

void Group::add(const Settings& settings, Hit hit) {
  if (!hits_.empty() && hit.time_ms < hits_.front().time_ms) {
    ++settings.losses->late;
    return;
  }
  // The first one says when the window ends, so the last ones are given up.
  if (hits_.size() >= settings.most_events) {
    ++settings.losses->events;
    return;
  }
  last_event_ = hit.event;
  tally_.add(*settings.correlation, hit);
  insert(std::move(hit));
}

Holding Group::close(const Settings& settings) const {
  if (hits_.empty() || !holds(*settings.correlation, tally_, hits_)) return std::nullopt;
  return std::span<const Hit>(hits_);
}

void Group::clear() { *this = Group(); }

}  // namespace rulemap::sigma
