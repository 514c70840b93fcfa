#include <algorithm>

#include "rulemap/sigma/pattern.h"

namespace rulemap::sigma {
namespace {

// The text piece at the end, begun where there is none.
std::string& open_text(std::vector<Piece>& pieces) {
  if (pieces.empty() || pieces.back().kind != Piece::Kind::text) pieces.push_back({});
  return pieces.back().text;
}

bool is_special(char c) { return c == '*' || c == '?' || c == '\\'; }

}  // namespace

std::vector<Piece> parse_wildcards(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find_first_of("*?\\"), text.size());
    if (plain > 0) open_text(pieces).append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const bool escapes = text[0] == '\\' && text.size() > 1 && is_special(text[1]);
    if (escapes || text[0] == '\\') {
      open_text(pieces) += text[escapes ? 1 : 0];
    } else if (text[0] == '?') {
      pieces.push_back({Piece::Kind::any_one, {}});
    } else if (pieces.empty() || pieces.back().kind != Piece::Kind::any_run) {
      pieces.push_back({Piece::Kind::any_run, {}});
    }
    text.remove_prefix(escapes ? 2 : 1);
  }
  return pieces;
}

}  // namespace rulemap::sigma
