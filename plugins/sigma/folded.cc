#include "folded.h"

namespace rulemap::sigma_map {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool within(unsigned letter, unsigned first, unsigned last) {
  return letter >= first && letter <= last;
}

// Unicode's simple folding, of the letters that two bytes of UTF-8 hold.
unsigned fold_letter(unsigned letter) {
  if (within(letter, 0x00c0, 0x00de) && letter != 0x00d7) return letter + 0x20;
  // Pairs of capital and small: the capital is even, but odd in the two middle stretches.
  if (letter == 0x0130 || letter == 0x0138 || letter == 0x0149) return letter;
  if (letter == 0x0178) return 0x00ff;
  if (within(letter, 0x0139, 0x0148) || within(letter, 0x0179, 0x017e)) {
    return letter + (letter & 1u);
  }
  if (within(letter, 0x0100, 0x0177)) return letter | 1u;
  if (within(letter, 0x0391, 0x03a9) && letter != 0x03a2) return letter + 0x20;
  if (within(letter, 0x0400, 0x040f)) return letter + 0x50;
  if (within(letter, 0x0410, 0x042f)) return letter + 0x20;
  return letter;
}

bool is_two_byte_letter(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return at + 1 < text.size() && byte(at) >= 0xc2 && byte(at) <= 0xdf &&
         (byte(at + 1) & 0xc0u) == 0x80;
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_blank(c)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
    } else if (is_two_byte_letter(text, at)) {
      const unsigned letter = fold_letter((static_cast<unsigned>(c) & 0x1fu) << 6 |
                                          (static_cast<unsigned>(text[++at]) & 0x3fu));
      out.push_back(static_cast<char>(0xc0u | letter >> 6));
      out.push_back(static_cast<char>(0x80u | (letter & 0x3fu)));
    } else {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace rulemap::sigma_map
