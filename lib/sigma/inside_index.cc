#include "inside_index.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "pair_frequency.h"
#include "sought_text.h"

namespace rulemap::sigma {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// Of what stands in texts, the pairs' own frequencies know; that one follows the other is a guess.
double gram_frequency(const char* gram) {
  return pair_frequency(gram[0], gram[1]) * std::min(1.0, 30 * pair_frequency(gram[2], gram[3]));
}

// Where the `count` neighbouring grams begin that are seen least.
std::size_t rarest_grams(std::string_view text, std::size_t count) {
  std::size_t best = 0;
  double least = 2;
  for (std::size_t first = 0; first + count + kGram - 1 <= text.size(); ++first) {
    double sum = 0;
    for (std::size_t i = first; i < first + count; ++i) sum += gram_frequency(text.data() + i);
    if (sum > least) continue;
    best = first;
    least = sum;
  }
  return best;
}

}  // namespace

std::size_t InsideIndex::shortest(std::size_t least) const {
  std::size_t out = kNone;
  for (const Literal& each : literals_) {
    if (each.text.size() >= least) out = std::min(out, each.text.size());
  }
  return out;
}

bool InsideIndex::scan_below(std::size_t length, PairScan& out) const {
  std::vector<std::pair<std::string_view, std::uint32_t>> texts;
  for (std::uint32_t i = 0; i < literals_.size(); ++i) {
    if (literals_[i].text.size() < length) texts.emplace_back(literals_[i].text, i);
  }
  return out.build(std::move(texts));
}

double InsideIndex::cost_of_pairs(std::size_t least, std::size_t end) const {
  constexpr double kLook = 1.2, kSeen = 12;
  double seen = 0;
  bool is_any = false;
  for (const Literal& each : literals_) {
    if (each.text.size() < least || each.text.size() >= end) continue;
    is_any = true;
    seen += each.frequency;
  }
  return is_any ? kLook + kSeen * seen : 0;
}

double InsideIndex::cost_of_grams(std::size_t least) const {
  constexpr double kLook = 1.6;
  const std::size_t length = shortest(least);
  return length == kNone ? 0
                         : kLook / static_cast<double>(std::min(length - kGram + 1, kMostStride));
}

InsideIndex::Plan InsideIndex::best_plan() const {
  constexpr std::size_t kLengths[] = {kGram, kGram + 1, kGram + 2, kGram + 3, kGram + 4, kNone};
  Plan best{0, kGram, cost_of_pairs(0, kGram) + cost_of_grams(kGram), {}};
  for (const std::size_t scanned :
       {std::size_t{0}, kGram, kGram + 1, kGram + 2, kGram + 3, kGram + 4, kNone}) {
    Plan next{scanned, 0, 0, {}};
    if (!scan_below(scanned, next.scan)) break;
    for (const std::size_t paired : kLengths) {
      next.paired = std::max(paired, scanned);
      next.cost =
          next.scan.cost() + cost_of_pairs(scanned, next.paired) + cost_of_grams(next.paired);
      if (next.cost < best.cost) best = next;
    }
  }
  return best;
}

void InsideIndex::build() {
  for (Literal& each : literals_) {
    const std::size_t at = rarest_pair(each.text);
    each.frequency = pair_frequency(each.text[at], each.text[at + 1]);
  }
  Plan plan = best_plan();
  scan_ = std::move(plan.scan);
  build_pairs(plan.scanned, plan.paired);
  build_grams(plan.paired);
}

void InsideIndex::build_pairs(std::size_t least, std::size_t end) {
  for (std::uint32_t i = 0; i < literals_.size(); ++i) {
    const std::string& text = literals_[i].text;
    if (text.size() < least || text.size() >= end) continue;
    seen_pairs_.resize(1U << 10);
    const std::size_t at = rarest_pair(text);
    const std::uint32_t pair = pair_at(text.data() + at);
    seen_pairs_[pair >> 6] |= std::uint64_t{1} << (pair & 63);
    pairs_.add({.key = pair, .literal = i, .offset = static_cast<std::uint32_t>(at)});
  }
  pairs_.build();
}

// A literal is found if one of `stride` neighbouring grams is, whatever place the first look at
// the text falls on.
void InsideIndex::build_grams(std::size_t least) {
  if (shortest(least) == kNone) return;
  stride_ = std::min(shortest(least) - kGram + 1, kMostStride);
  for (std::uint32_t i = 0; i < literals_.size(); ++i) {
    const std::string& text = literals_[i].text;
    if (text.size() < least) continue;
    const std::size_t first = rarest_grams(text, stride_);
    for (std::size_t at = first; at < first + stride_; ++at) {
      const std::size_t beside =
          at >= kGram ? at - kGram : std::min(at + kGram, text.size() - kGram);
      grams_.add({gram_at(text.data() + at), i, static_cast<std::uint32_t>(at),
                  static_cast<std::int32_t>(beside) - static_cast<std::int32_t>(at),
                  gram_at(text.data() + beside)});
    }
  }
  grams_.build();
  filter_.build(grams_.size());
  for (const Entry& entry : grams_.all()) {
    filter_.add(hash_of_gram(entry.key));
  }
}

}  // namespace rulemap::sigma
