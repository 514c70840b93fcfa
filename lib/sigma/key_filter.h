// Bits by hashes: what was not added is nearly never there, so a table is seldom looked into.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace rulemap::sigma {

class KeyFilter {
 public:
  // One bit of 64 is set at most.
  void build(std::size_t keys) {
    const std::size_t words =
        std::clamp<std::size_t>(std::bit_ceil(keys), 16, std::size_t{1} << 18);
    words_.assign(words, 0);
    mask_ = static_cast<std::uint32_t>(words - 1);
  }
  void add(std::uint32_t hash) { words_[hash >> 6 & mask_] |= std::uint64_t{1} << (hash & 63); }

  // A copy that a loop holds in registers.
  struct View {
    const std::uint64_t* words;
    std::uint32_t mask;

    bool may_have(std::uint32_t hash) const {
      return (words[hash >> 6 & mask] >> (hash & 63) & 1) != 0;
    }
  };
  View view() const { return {words_.data(), mask_}; }

 private:
  std::vector<std::uint64_t> words_;
  std::uint32_t mask_ = 0;
};

}  // namespace rulemap::sigma
