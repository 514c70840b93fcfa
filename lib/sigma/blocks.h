// Sixteen bytes of a text, which the compiler takes at once wherever the machine can.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace rulemap::sigma {

using Block = signed char __attribute__((vector_size(16)));

inline Block block_at(const char* text) {
  Block block;
  std::memcpy(&block, text, sizeof block);
  return block;
}

inline Block block_of(char each) { return Block{} + static_cast<signed char>(each); }

// Whether a bit of `bits` is set in any byte.
inline bool has_any(const Block& block, std::uint8_t bits) {
  std::uint64_t halves[2];
  std::memcpy(halves, &block, sizeof block);
  return ((halves[0] | halves[1]) & bits * std::uint64_t{0x0101010101010101}) != 0;
}

}  // namespace rulemap::sigma
