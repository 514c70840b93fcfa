#include "circles.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace rulemap::sigma {
namespace {

// Takes away whoever refers to none left, until circles remain, and those who lead into them.
std::vector<bool> unresolved(const Edges& edges) {
  std::vector<std::size_t> open(edges.size()), ready;
  Edges users(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    open[i] = edges[i].size();
    for (const std::size_t target : edges[i]) users[target].push_back(i);
    if (open[i] == 0) ready.push_back(i);
  }
  for (std::size_t at = 0; at < ready.size(); ++at) {
    for (const std::size_t user : users[ready[at]]) {
      if (--open[user] == 0) ready.push_back(user);
    }
  }
  std::vector<bool> out(edges.size());
  for (std::size_t i = 0; i < edges.size(); ++i) out[i] = open[i] > 0;
  return out;
}

}  // namespace

std::vector<std::vector<std::size_t>> circles_in(const Edges& edges) {
  const std::vector<bool> is_left = unresolved(edges);
  std::vector<bool> is_seen(edges.size());
  std::vector<std::vector<std::size_t>> circles;
  for (std::size_t start = 0; start < edges.size(); ++start) {
    if (!is_left[start]) continue;
    // Whoever is left refers to another who is left, so the way ends where it was before.
    std::vector<std::size_t> way;
    std::unordered_map<std::size_t, std::size_t> position;
    std::size_t at = start;
    while (!is_seen[at]) {
      is_seen[at] = true;
      position.emplace(at, way.size());
      way.push_back(at);
      at = *std::find_if(edges[at].begin(), edges[at].end(),
                         [&is_left](std::size_t target) { return is_left[target]; });
    }
    const auto entered = position.find(at);
    if (entered == position.end()) continue;  // into a circle that is known
    way.erase(way.begin(), way.begin() + static_cast<std::ptrdiff_t>(entered->second));
    circles.push_back(std::move(way));
  }
  return circles;
}

}  // namespace rulemap::sigma
