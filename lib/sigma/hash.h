// A fast hash of short texts for tables that only rules fill: nothing an event says grows them;
// and the comparison of such texts.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rulemap::sigma {

inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a ^ (b + 0x9E3779B97F4A7C15)) * 0xFF51AFD7ED558CCD;
  h ^= h >> 32;
  return h * 0xC4CEB9FE1A85EC53;
}

// Eight bytes of which the first is the lowest.
inline std::uint64_t word_at(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

// The bytes of `text`, at most 8, by two loads that may overlap.
inline std::uint64_t short_word(std::string_view text) {
  if (text.size() >= 4) {
    std::uint32_t first = 0, last = 0;
    std::memcpy(&first, text.data(), 4);
    std::memcpy(&last, text.data() + text.size() - 4, 4);
    return std::uint64_t{first} << 32 | last;
  }
  std::uint64_t word = 0;
  for (const char c : text) word = (word << 8) | static_cast<unsigned char>(c);
  return word;
}

inline std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = text.size(), word = 0;
  const auto take = [&h, &word](const char* from) {
    std::memcpy(&word, from, 8);
    h = (h ^ word) * 0x9E3779B97F4A7C15;
    h ^= h >> 29;
  };
  if (text.size() >= 8) {
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) take(text.data() + i);
    if (i < text.size()) take(text.data() + text.size() - 8);
    word = 0;
  } else {
    word = short_word(text);
  }
  h = (h ^ word) * 0xFF51AFD7ED558CCD;
  return h ^ (h >> 32);
}

// Texts of one length; in line, for texts of some bytes, where a call costs more than comparing.
inline bool same_bytes(const char* a, const char* b, std::size_t length) {
  const auto same_at = [a, b](std::size_t at, auto word) {
    auto other = word;
    std::memcpy(&word, a + at, sizeof word);
    std::memcpy(&other, b + at, sizeof word);
    return word == other;
  };
  if (length >= 8) {
    for (std::size_t i = 0; i + 8 < length; i += 8) {
      if (!same_at(i, std::uint64_t{})) return false;
    }
    return same_at(length - 8, std::uint64_t{});
  }
  if (length >= 4) return same_at(0, std::uint32_t{}) && same_at(length - 4, std::uint32_t{});
  for (std::size_t i = 0; i < length; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

inline bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && same_bytes(a.data(), b.data(), a.size());
}

}  // namespace rulemap::sigma
