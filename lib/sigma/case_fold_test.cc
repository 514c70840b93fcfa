#include "case_fold.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

TEST(CaseFold, FoldsByCodePoint) {
  struct Case {
    const char *text, *folded;
  };
  for (const auto& [text, expected] : {
           Case{"AbZ[@`{09", "abz[@`{09"},
           Case{"\xC3\x84RGER", "\xC3\xA4rger"},  // A with diaeresis
           Case{"\xE2\x84\xAA", "k"},             // Kelvin sign
           Case{"\xC5\xBF", "s"},                 // long s
           Case{"\xD0\x94\xD0\x9E\xD0\x9C", "\xD0\xB4\xD0\xBE\xD0\xBC"},
           Case{"\xE1\xBA\x9E", "\xC3\x9F"},  // capital sharp s
           Case{"\xC3\x9F", "\xC3\x9F"},      // not "ss": simple folding
           Case{"\xC4\xB0", "\xC4\xB0"},      // dotted I has no simple folding
           Case{"\xCF\x82", "\xCF\x83"},      // final sigma
           Case{"\xFF"
                "A\xC3",
                "\xFF"
                "a\xC3"},  // no UTF-8
       }) {
    EXPECT_EQ(folded(text), expected) << text;
  }
}

TEST(CaseFold, AsciiByWordsIsAsciiByBytes) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t begin = 0; begin < 9; ++begin) {
    const std::string text = all.substr(begin);
    std::string out(text.size(), '\0');
    EXPECT_FALSE(fold_ascii(text.data(), text.size(), out.data()));
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';
      EXPECT_EQ(out[i], is_capital ? static_cast<char>(text[i] + 32) : text[i]);
    }
  }
  EXPECT_TRUE(is_ascii("0123456789"));
  EXPECT_FALSE(is_ascii("0123456\x80"));
  EXPECT_FALSE(is_ascii("01234567\x80"));
}

TEST(CaseFold, KnowsWhatChangesBeyondAscii) {
  for (const char* text : {"", "ABC", "\xC2\xAE", "Windows\xC2\xAE and more than sixteen bytes"}) {
    EXPECT_TRUE(folds_to_itself(text)) << text;
  }
  for (const char* text : {"\xC3\x84", "some sixteen bytes and \xE2\x84\xAA", "\xC2\xAE\xD0\x94"}) {
    EXPECT_FALSE(folds_to_itself(text)) << text;
  }
  EXPECT_EQ(ascii_length("sixteen bytes and a \xC3\x84"), 20U);
  EXPECT_EQ(ascii_length("ascii"), 5U);
}

}  // namespace
}  // namespace rulemap::sigma
