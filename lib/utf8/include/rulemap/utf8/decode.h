// UTF-8, read strictly: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rulemap::utf8 {

// A code point and the bytes it takes. length 0: the text does not begin with UTF-8.
struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;
};

constexpr bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// C0, DEL and C1: what no text that people write holds, tab and line ends aside.
constexpr bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

// The first character of `text`, which is not empty.
constexpr Character decode(std::string_view text) {
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return {};
    code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || surrogate || code > 0x10FFFF) return {};
  return {code, length};
}

// Characters in `text`; bytes that are no UTF-8 count as they come.
inline std::size_t count_characters(std::string_view text) {
  return text.size() -
         static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

// `text` in backquotes for a message, cut at `longest` bytes where the message would drown in it.
// Requires UTF-8.
inline std::string shown(std::string_view text, std::size_t longest = 60) {
  if (text.size() <= longest) return "`" + std::string(text) + "`";
  while (longest > 0 && is_continuation(text[longest])) --longest;
  return "`" + std::string(text.substr(0, longest)) + "...`";
}

}  // namespace rulemap::utf8
