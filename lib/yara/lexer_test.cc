#include "lexer.h"

#include <gtest/gtest.h>

namespace rulemap::yara {
namespace {

std::string kinds(std::string_view text) {
  constexpr std::string_view kNames[] = {"",      "word", "text", "number",
                                         "regex", "hex",  "mark", "fault"};
  std::string out;
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    out += (out.empty() ? "" : " ") + std::string(kNames[static_cast<int>(token.kind)]);
    if (token.kind == TokenKind::fault) break;
  }
  return out;
}

TEST(Lexer, TellsTheTokensApart) {
  EXPECT_EQ(kinds("$a = \"}\" wide"), "mark word mark text word");
  EXPECT_EQ(kinds("$a = /[}\\/]{2}/is"), "mark word mark regex word");
  EXPECT_EQ(kinds("= /* } */ { AA ?? // }\n [2-4] ( 62 | ~56 ) } }"), "mark hex mark");
  EXPECT_EQ(kinds("(1..3) -0x1F 3KB 1.5"),
            "mark number mark mark number mark mark number number number");
  EXPECT_EQ(kinds("// rule\n/* rule */"), "");
}
TEST(Lexer, KnowsTheTextsOfYaraX) {
  EXPECT_EQ(kinds("= \"\"\"a\n\"b\"\"\" = \"\" ="), "mark text mark text mark");
  EXPECT_EQ(plain("\"\"\"a\n\"b\"\"\""), "a\n\"b");
  EXPECT_EQ(plain("\"\"\"\"\"\""), "");
}
TEST(Lexer, WhatHasNoEndIsAFault) {
  for (const char* text :
       {"\"a\n\"", "\"a\\", "/a\n/", "= { AA", "= { AA x }", "= { /* }", "/* "}) {
    EXPECT_TRUE(kinds(text).ends_with("fault")) << text;
  }
}
TEST(Lexer, EscapesOfTextAreUndone) {
  EXPECT_EQ(plain(R"("a\"b\\c\n\t\r\x41\x4")"), "a\"b\\c\n\t\rA\\x4");
  EXPECT_EQ(plain(R"("\d\")"), "\\d\\");
  EXPECT_EQ(plain(R"("")"), "");
}
TEST(Lexer, ResumesAtALineThatBeginsARule) {
  const std::string_view text = "oops rule a\n  rules\n\tprivate rule b";
  Lexer lexer(text);
  ASSERT_TRUE(lexer.resume());
  EXPECT_EQ(lexer.next().text, "private");
  EXPECT_FALSE(lexer.resume());
  EXPECT_EQ(lexer.next().kind, TokenKind::end);
}

}  // namespace
}  // namespace rulemap::yara
