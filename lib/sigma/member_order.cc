#include "member_order.h"

#include <algorithm>
#include <utility>

namespace rulemap::sigma {

std::size_t longest_in_order(std::span<const Hit> window) {
  std::vector<std::pair<std::int64_t, std::uint32_t>> seen;
  seen.reserve(window.size());
  for (const Hit& hit : window) seen.emplace_back(hit.time_ms, hit.member);
  std::sort(seen.begin(), seen.end());
  // ends[n]: the smallest member with which n + 1 in order can end so far.
  std::vector<std::uint32_t> ends;
  for (const auto& [time, member] : seen) {
    const auto at = std::lower_bound(ends.begin(), ends.end(), member);
    if (at == ends.end())
      ends.push_back(member);
    else
      *at = member;
  }
  return ends.size();
}

bool are_in_order(std::span<const Hit> window, std::vector<std::uint32_t> members) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  std::int64_t earliest = window.empty() ? 0 : window.front().time_ms;
  for (const std::uint32_t member : members) {
    const auto at = std::find_if(window.begin(), window.end(), [&](const Hit& hit) {
      return hit.member == member && hit.time_ms >= earliest;
    });
    if (at == window.end()) return false;
    earliest = at->time_ms;
  }
  return true;
}

}  // namespace rulemap::sigma
