#include "problem.h"

#include <algorithm>

namespace rulemap::expr {

std::string quoted(std::string_view piece) {
  constexpr size_t kLongest = 60;
  size_t end = std::min(piece.size(), kLongest);
  // A cut is never inside a UTF-8 sequence: a message stays valid text.
  const auto continues = [&](size_t i) {
    return (static_cast<unsigned char>(piece[i]) & 0xC0) == 0x80;
  };
  while (end > 0 && end < piece.size() && continues(end)) --end;
  std::string out = "`";
  out += piece.substr(0, end);
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  out += end < piece.size() ? "...`" : "`";
  return out;
}

}  // namespace rulemap::expr
