#include <gtest/gtest.h>

#include "rulemap/sigma/pattern.h"

namespace rulemap::sigma {
namespace {

// `<text>`, and the wildcards as they are.
std::string shown(std::string_view text) {
  std::string out;
  for (const Piece& piece : parse_wildcards(text)) {
    EXPECT_EQ(piece.kind == Piece::Kind::text, !piece.text.empty()) << text;
    if (piece.kind == Piece::Kind::text) out += "<" + piece.text + ">";
    if (piece.kind == Piece::Kind::any_run) out += "*";
    if (piece.kind == Piece::Kind::any_one) out += "?";
  }
  return out;
}

TEST(Wildcards, AreReadAsTheSpecificationSays) {
  const char* rows[][2] = {
      {R"()", R"()"},
      {R"(a)", R"(<a>)"},
      {R"(a\b)", R"(<a\b>)"},
      {R"(a\\b)", R"(<a\b>)"},
      {R"(\\\x)", R"(<\\x>)"},
      {R"(\\\\x)", R"(<\\x>)"},
      {R"(\*)", R"(<*>)"},
      {R"(\?)", R"(<?>)"},
      {R"(\\*)", R"(<\>*)"},
      {R"(\\\*)", R"(<\*>)"},
      {R"(a*b?c)", R"(<a>*<b>?<c>)"},
      {R"(a**b)", R"(<a>*<b>)"},
      {R"(*?*)", R"(*?*)"},
      {R"(??)", R"(??)"},
      {R"(C:\)", R"(<C:\>)"},
      {R"(\\\\srv\*)", R"(<\\srv*>)"},
      {R"(*\svchost.exe)", R"(*<\svchost.exe>)"},
      {"\xC3\xA4*", "<\xC3\xA4>*"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(row[0]), row[1]) << row[0];
}

}  // namespace
}  // namespace rulemap::sigma
