// Which literals stand somewhere in a text. The longest are known by their grams, of which every
// stride-th place of the text is looked at; shorter ones, which would make the strides short, by a
// pair of their bytes, for which every place is looked at; and where only a few are short, or there
// are but a few, they are scanned for.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hash.h"
#include "hashed_entries.h"
#include "key_filter.h"
#include "pair_scan.h"

namespace rulemap::sigma {

inline constexpr std::size_t kGram = 4, kPair = 2;  // bytes; shorter literals are not looked for

class InsideIndex {
 public:
  void add(std::string_view text, std::uint32_t test) {
    literals_.push_back({std::string(text), test, 0});
  }
  void build();

  // `found(test, at, length)` for each literal that stands in the text at `at`. Four bytes before
  // and behind the text can be read.
  template <class Found>
  void find(std::string_view text, Found&& found) const {
    scan_.find(text, [&](std::uint32_t literal, std::size_t at, std::size_t length) {
      found(literals_[literal].test, at, length);
    });
    if (!pairs_.is_empty()) find_pairs(text, found);
    if (!grams_.is_empty()) find_grams(text, found);
  }

 private:
  static constexpr std::size_t kMostStride = 6;

  struct Literal {
    std::string text;
    std::uint32_t test;
    double frequency;  // of its rarest pair
  };
  struct Entry {
    std::uint32_t key;  // the gram or pair
    std::uint32_t literal, offset;
    // Of grams, what stands so far from it in the literal: compared before the literal is fetched.
    std::int32_t distance = 0;
    std::uint32_t beside = 0;
  };

  static std::uint32_t gram_at(const char* text) {
    std::uint32_t gram = 0;
    std::memcpy(&gram, text, kGram);
    return gram;
  }
  static std::uint32_t pair_at(const char* text) {
    std::uint16_t pair = 0;
    std::memcpy(&pair, text, kPair);
    return pair;
  }
  static std::uint32_t hash_of_gram(std::uint32_t gram) { return gram * 0x9E3779B1U >> 8; }

  template <class Found>
  void find_pairs(std::string_view text, Found&& found) const {
    for (std::size_t i = 0; i + kPair <= text.size(); ++i) {
      const std::uint32_t pair = pair_at(text.data() + i);
      if ((seen_pairs_[pair >> 6] >> (pair & 63) & 1) == 0) continue;
      pairs_.each_of(pair, [&](const Entry& entry) { check(text, i, entry, found); });
    }
  }
  template <class Found>
  void find_grams(std::string_view text, Found&& found) const {
    // Copies, which `found` cannot change: the loop is the heart of matching.
    const KeyFilter::View filter = filter_.view();
    const std::size_t stride = stride_;
    for (std::size_t i = 0; i + kGram <= text.size(); i += stride) {
      const std::uint32_t gram = gram_at(text.data() + i);
      if (!filter.may_have(hash_of_gram(gram))) continue;
      grams_.each_of(gram, [&](const Entry& entry) {
        if (gram_at(text.data() + i + entry.distance) != entry.beside) return;
        check(text, i, entry, found);
      });
    }
  }
  template <class Found>
  void check(std::string_view text, std::size_t at, const Entry& entry, Found&& found) const {
    const Literal& literal = literals_[entry.literal];
    if (entry.offset > at) return;
    const std::size_t begin = at - entry.offset;
    if (literal.text.size() > text.size() - begin) return;
    if (!same_bytes(text.data() + begin, literal.text.data(), literal.text.size())) return;
    found(literal.test, begin, literal.text.size());
  }

  // Literals below `scanned` bytes are scanned for, others below `paired` looked for by pairs, the
  // rest by grams.
  struct Plan {
    std::size_t scanned = 0, paired = 0;
    double cost = 0;  // of a place of a text, in about nanoseconds
    PairScan scan;
  };

  Plan best_plan() const;
  bool scan_below(std::size_t length, PairScan& out) const;
  // Of looking for literals from `least` bytes to those of `end`.
  double cost_of_pairs(std::size_t least, std::size_t end) const;
  double cost_of_grams(std::size_t least) const;
  std::size_t shortest(std::size_t least) const;  // npos where none has so many bytes
  void build_pairs(std::size_t least, std::size_t end);
  void build_grams(std::size_t least);

  std::vector<Literal> literals_;
  PairScan scan_;
  HashedEntries<Entry> grams_, pairs_;
  KeyFilter filter_;                       // of grams
  std::vector<std::uint64_t> seen_pairs_;  // a bit for each two bytes
  std::size_t stride_ = 1;
};

}  // namespace rulemap::sigma
