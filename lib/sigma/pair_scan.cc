#include "pair_scan.h"

#include <algorithm>
#include <optional>

#include "pair_frequency.h"

namespace rulemap::sigma {
namespace {

using Texts = std::vector<std::pair<std::string_view, std::uint32_t>>;

// A pair costs a little everywhere, and much where it stands.
double cost_of(std::string_view pair) {
  constexpr double kCompared = 0.02, kSeen = 15;
  return kCompared + kSeen * pair_frequency(pair[0], pair[1]);
}

// The pair that stands in the most texts for what it costs.
std::string_view best_pair(const Texts& texts) {
  std::vector<std::string_view> pairs, of_text;
  for (const auto& [text, number] : texts) {
    of_text.clear();
    for (std::size_t at = 0; at + 1 < text.size(); ++at) of_text.push_back(text.substr(at, 2));
    std::sort(of_text.begin(), of_text.end());
    pairs.insert(pairs.end(), of_text.begin(), std::unique(of_text.begin(), of_text.end()));
  }
  std::sort(pairs.begin(), pairs.end());
  std::string_view best;
  double most = -1;
  for (auto at = pairs.begin(); at != pairs.end();) {
    const auto next = std::upper_bound(at, pairs.end(), *at);
    const double worth = static_cast<double>(next - at) / cost_of(*at);
    if (worth > most) best = *at;
    most = std::max(most, worth);
    at = next;
  }
  return best;
}

}  // namespace

bool PairScan::build(Texts texts) {
  if (texts.size() > kMostTexts) return false;
  PairScan built;
  while (!texts.empty()) {
    if (built.pairs_.size() == kMostPairs) return false;
    const std::string_view pair = best_pair(texts);
    const auto begin = static_cast<std::uint32_t>(built.literals_.size());
    for (const auto& [text, number] : texts) {
      const auto offset = text.find(pair);
      if (offset == std::string_view::npos) continue;
      built.literals_.push_back({std::string(text), number, static_cast<std::uint32_t>(offset)});
    }
    const auto end = static_cast<std::uint32_t>(built.literals_.size());
    built.pairs_.push_back({pair[0], pair[1], begin, end});
    std::erase_if(texts,
                  [&](const auto& text) { return text.first.find(pair) != text.first.npos; });
  }
  *this = std::move(built);
  return true;
}

double PairScan::cost() const {
  double cost = pairs_.empty() ? 0 : 0.03;
  for (const Pair& pair : pairs_) {
    const char bytes[] = {pair.first, pair.second};
    cost += cost_of({bytes, 2});
  }
  return cost;
}

}  // namespace rulemap::sigma
