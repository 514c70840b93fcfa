#include "literal_index.h"

#include <algorithm>
#include <bit>

namespace rulemap::sigma {
namespace {

template <class Entries, class Hash>
std::vector<std::uint32_t> places_of(Entries& entries, Hash&& hash) {
  if (entries.empty()) return {};
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  std::vector<std::uint32_t> places(std::bit_ceil(entries.size() * 2 + 1));
  const std::size_t mask = places.size() - 1;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (i > 0 && entries[i - 1].key == entries[i].key) continue;
    std::size_t at = hash(entries[i].key) & mask;
    while (places[at] != 0) at = (at + 1) & mask;
    places[at] = static_cast<std::uint32_t>(i + 1);
  }
  return places;
}

}  // namespace

std::uint64_t LiteralIndex::number_key(const Number& number) {
  const std::uint64_t bits = number.kind == Number::Kind::natural ? number.natural
                             : number.kind == Number::Kind::negative
                                 ? static_cast<std::uint64_t>(number.negative)
                                 : std::bit_cast<std::uint64_t>(number.real);
  return mix(bits, 0x300 + static_cast<std::uint64_t>(number.kind));
}

void LiteralIndex::add_number(const Number& number, std::uint32_t test) {
  asks_numbers_ = true;
  entries_.push_back({number_key(number), test});
}

void LiteralIndex::add(const IndexKey& key, std::uint32_t test) {
  const auto length = static_cast<unsigned>(std::min<std::size_t>(key.text.size(), kLongest));
  switch (key.kind) {
    case IndexKey::Kind::equals:
      equal_lengths_ |= std::uint64_t{1} << (key.text.size() & 63);
      entries_.push_back({equals_key(key.text), test});
      return;
    case IndexKey::Kind::prefix:
      prefix_lengths_ |= 1U << length;
      entries_.push_back({prefix_key(key.text, length), test});
      return;
    case IndexKey::Kind::suffix:
      suffix_lengths_ |= 1U << length;
      entries_.push_back({suffix_key(key.text, length), test});
      return;
    default:
      literals_.push_back({std::string(key.text), test});
  }
}

void LiteralIndex::build() {
  entry_places_ = places_of(entries_, [](std::uint64_t key) { return key; });
  build_pairs();
  build_grams();
}

void LiteralIndex::build_pairs() {
  for (std::uint32_t i = 0; i < literals_.size(); ++i) {
    if (literals_[i].text.size() >= kGram) continue;
    pair_filter_.resize(1U << 10);
    const std::uint32_t pair = pair_at(literals_[i].text.data());
    pair_filter_[pair >> 6] |= std::uint64_t{1} << (pair & 63);
    pairs_.push_back({pair, i, 0});
  }
  pair_places_ = places_of(pairs_, [](std::uint64_t pair) { return pair; });
}

// A literal is found if one of `stride` neighbouring grams is, whatever place the first look at
// the text falls on.
void LiteralIndex::build_grams() {
  std::size_t shortest = std::string::npos;
  for (const Literal& literal : literals_) {
    if (literal.text.size() >= kGram) shortest = std::min(shortest, literal.text.size());
  }
  if (shortest == std::string::npos) return;
  stride_ = std::min<std::size_t>(shortest - kGram + 1, kMostStride);
  for (std::uint32_t i = 0; i < literals_.size(); ++i) {
    const std::string& text = literals_[i].text;
    if (text.size() < kGram) continue;
    // Ends of literals differ more than their begins, which are often paths.
    const std::size_t first = text.size() - kGram + 1 - stride_;
    for (std::size_t at = first; at < first + stride_; ++at) {
      grams_.push_back({gram_at(text.data() + at), i, static_cast<std::uint32_t>(at)});
    }
  }
  places_ = places_of(grams_, [](std::uint64_t gram) {
    return static_cast<std::uint32_t>(gram) * 0x85EBCA6BU >> 7;
  });
  // One bit of 64 is set at most, so that a look seldom goes further.
  const std::size_t words = std::clamp<std::size_t>(std::bit_ceil(grams_.size()), 16, 1U << 18);
  filter_.assign(words, 0);
  filter_mask_ = static_cast<std::uint32_t>(words - 1);
  for (const GramEntry& entry : grams_) {
    const auto gram = static_cast<std::uint32_t>(entry.key);
    const std::uint32_t hash = gram * 0x9E3779B1U >> 8;
    filter_[hash >> 6 & filter_mask_] |= std::uint64_t{1} << (hash & 63);
  }
}

}  // namespace rulemap::sigma
