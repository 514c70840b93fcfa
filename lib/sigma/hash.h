// A fast hash of short texts for tables that only rules fill: nothing an event says grows them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace rulemap::sigma {

inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a ^ (b + 0x9E3779B97F4A7C15)) * 0xFF51AFD7ED558CCD;
  h ^= h >> 32;
  return h * 0xC4CEB9FE1A85EC53;
}

inline std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = text.size(), word = 0;
  while (text.size() >= 8) {
    std::memcpy(&word, text.data(), 8);
    h = (h ^ word) * 0x9E3779B97F4A7C15;
    h ^= h >> 29;
    text.remove_prefix(8);
  }
  word = 0;
  for (const char c : text) word = (word << 8) | static_cast<unsigned char>(c);
  h = (h ^ word) * 0xFF51AFD7ED558CCD;
  return h ^ (h >> 32);
}

}  // namespace rulemap::sigma
