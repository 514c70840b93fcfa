#include "encodings.h"

#include <algorithm>
#include <cstdint>

#include "rulemap/utf8/decode.h"

namespace rulemap::sigma {
namespace {

void append_unit(std::string& out, std::uint32_t unit, bool big_endian) {
  const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
  out += big_endian ? high : low;
  out += big_endian ? low : high;
}

}  // namespace

std::string to_utf16(std::string_view text, bool big_endian) {
  std::string out;
  out.reserve(text.size() * 2);
  while (!text.empty()) {
    utf8::Character character = utf8::decode(text);
    if (character.length == 0) character = {0xFFFD, 1};
    text.remove_prefix(character.length);
    if (character.code < 0x10000) {
      append_unit(out, character.code, big_endian);
    } else {
      append_unit(out, 0xD800 + ((character.code - 0x10000) >> 10), big_endian);
      append_unit(out, 0xDC00 + (character.code & 0x3FF), big_endian);
    }
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view three = bytes.substr(at, 3);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= three.size() ? kLetters[group >> (18 - 6 * i) & 0x3F] : '=';
    }
  }
  return out;
}

std::array<std::string, 3> to_base64_inside(std::string_view bytes) {
  // Of the first character bits belong to what stands before, of the last to what stands behind.
  constexpr std::size_t kFirst[] = {0, 2, 3}, kLast[] = {0, 3, 2};
  std::array<std::string, 3> out;
  for (std::size_t shift = 0; shift < 3; ++shift) {
    std::string text = to_base64(std::string(shift, '\0').append(bytes));
    const std::size_t dropped = kFirst[shift] + kLast[(bytes.size() + shift) % 3];
    if (dropped < text.size()) out[shift] = text.substr(kFirst[shift], text.size() - dropped);
  }
  return out;
}

}  // namespace rulemap::sigma
