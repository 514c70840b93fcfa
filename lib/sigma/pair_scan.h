// A look for a few texts at once: each is known by two neighbouring bytes of it that are seldom
// seen side by side, and a text is gone through sixteen places at a time.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "blocks.h"
#include "hash.h"

namespace rulemap::sigma {

class PairScan {
 public:
  // More pairs cost more than other ways to look.
  static constexpr std::size_t kMostPairs = 6, kMostTexts = 128;

  // Texts of two bytes and more, folded, each with a number for its finder. False, and nothing is
  // added, where more would be needed.
  bool build(std::vector<std::pair<std::string_view, std::uint32_t>> texts);
  bool is_empty() const { return pairs_.empty(); }
  // Of one place of a text that is gone through, in about nanoseconds.
  double cost() const;

  // `found(number, at, length)` for each of the texts that stands in `text` at `at`.
  template <class Found>
  void find(std::string_view text, Found&& found) const {
    switch (pairs_.size()) {
      case 0:
        return;
      case 1:
        return find_pairs<1>(text, found);
      case 2:
        return find_pairs<2>(text, found);
      case 3:
        return find_pairs<3>(text, found);
      case 4:
        return find_pairs<4>(text, found);
      case 5:
        return find_pairs<5>(text, found);
      default:
        return find_pairs<kMostPairs>(text, found);
    }
  }

 private:
  struct Pair {
    char first, second;
    std::uint32_t begin, end;  // of literals_
  };
  struct Literal {
    std::string text;
    std::uint32_t number;
    std::uint32_t offset;  // of the pair in it
  };

  template <std::size_t kCount, class Found>
  void find_pairs(std::string_view text, Found& found) const {
    Block first[kCount], second[kCount];
    for (std::size_t i = 0; i < kCount; ++i) {
      first[i] = block_of(pairs_[i].first);
      second[i] = block_of(pairs_[i].second);
    }
    std::size_t at = 0;
    for (; at + sizeof(Block) < text.size(); at += sizeof(Block)) {
      const Block here = block_at(text.data() + at), behind = block_at(text.data() + at + 1);
      Block seen = {};
      for (std::size_t i = 0; i < kCount; ++i) seen |= (here == first[i]) & (behind == second[i]);
      if (!has_any(seen, 0xFF)) continue;
      for (std::size_t i = 0; i < sizeof(Block); ++i) {
        if (seen[i] != 0) check(text, at + i, found);
      }
    }
    for (; at + 1 < text.size(); ++at) check(text, at, found);
  }

  template <class Found>
  void check(std::string_view text, std::size_t at, Found& found) const {
    for (const Pair& pair : pairs_) {
      if (text[at] != pair.first || text[at + 1] != pair.second) continue;
      for (std::uint32_t i = pair.begin; i < pair.end; ++i) check(text, at, literals_[i], found);
    }
  }
  template <class Found>
  void check(std::string_view text, std::size_t at, const Literal& literal, Found& found) const {
    if (literal.offset > at) return;
    const std::size_t begin = at - literal.offset;
    const std::size_t length = literal.text.size();
    if (length > text.size() - begin) return;
    if (same_bytes(text.data() + begin, literal.text.data(), length)) {
      found(literal.number, begin, length);
    }
  }

  std::vector<Pair> pairs_;
  std::vector<Literal> literals_;  // by their pairs
};

}  // namespace rulemap::sigma
