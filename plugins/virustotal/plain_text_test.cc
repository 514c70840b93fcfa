#include "plain_text.h"

#include <gtest/gtest.h>

namespace rulemap::virustotal {
namespace {

using namespace std::string_literals;

TEST(PlainText, ALineIsOneLineWithoutControlCharacters) {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {"plain", "plain"},
      {"  a\tb\r\nc  ", "a b  c"},
      {"172.94.9\0006.90"s, "172.94.96.90"},
      {"\x1b[2Jx\x7f", "[2Jx"},
      {"a\u0085b\u009fc", "abc"},
      {"b\u00fccher \u00a0", "b\u00fccher \u00a0"},
      {"\0\0\0"s, ""},
      {"\xc2", "\xc2"},
  };
  for (const auto& [text, line] : rows) EXPECT_EQ(line_of(text), line) << text;
}

TEST(PlainText, ABlockKeepsItsLines) {
  EXPECT_EQ(block_of(" if ($a) {\r\n\tb\0\n}"s), " if ($a) {\r\n\tb\n}");
}

TEST(PlainText, IsCutBehindAWholeCharacter) {
  EXPECT_EQ(line_of("abcdef", 4), "abcd");
  EXPECT_EQ(line_of("abc\u00fcd", 4), "abc");
  EXPECT_EQ(line_of("abc\u00fcd", 5), "abc\u00fc");
  EXPECT_EQ(line_of("\U0001f600", 3), "");
  EXPECT_EQ(block_of(std::string(100'000, 'x')).size(), kLongestText);
}

TEST(PlainText, AWordIsWholeOrNone) {
  for (const char* word : {"T1055", "3:abc:d+/e", "PEBIN"}) EXPECT_TRUE(is_word(word)) << word;
  for (const std::string& none :
       {""s, "a b"s, "a\nb"s, "a\0"s, "a\u0085"s, std::string(kLongestText + 1, 'x')}) {
    EXPECT_FALSE(is_word(none)) << none.substr(0, 10);
  }
}

TEST(PlainText, HexHasItsLengthAndBecomesLowerCase) {
  EXPECT_EQ(hex_of("0AbF", 4), "0abf");
  for (const char* none : {"", "0ab", "0abfg", "0abg", " abf", "0x0a"}) {
    EXPECT_EQ(hex_of(none, 4), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace rulemap::virustotal
