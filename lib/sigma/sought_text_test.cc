#include "sought_text.h"

#include <gtest/gtest.h>

#include <random>

namespace rulemap::sigma {
namespace {

TEST(SoughtText, IsFoundAtEveryPlace) {
  for (const char* literal : {"a", "ab", "abc", "a-long-literal-of-many-bytes"}) {
    const SoughtText sought{literal};
    for (std::size_t before = 0; before < 40; ++before) {
      for (std::size_t behind = 0; behind < 40; ++behind) {
        const std::string begin(before, '.'), end(behind, '.');
        EXPECT_TRUE(sought.is_in(begin + literal + end)) << literal << before << " " << behind;
        EXPECT_FALSE(sought.is_in(begin + end)) << literal;
      }
    }
  }
  EXPECT_TRUE(SoughtText("").is_in(""));
}

// Few letters, so that pairs stand in many places where the literal does not.
TEST(SoughtText, SaysWhatStringFindSays) {
  std::mt19937 random(1);
  const auto text_of = [&](std::size_t length) {
    std::string out;
    while (out.size() < length) out += static_cast<char>('a' + random() % 2);
    return out;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string literal = text_of(1 + random() % 12), text = text_of(random() % 200);
    const bool is_there = text.find(literal) != std::string::npos;
    ASSERT_EQ(SoughtText(literal).is_in(text), is_there) << literal << " in " << text;
  }
}

TEST(SoughtText, TheRarestPairIsWhereItSays) {
  EXPECT_GE(rarest_pair("windows::x"), 6U);
  EXPECT_EQ(rarest_pair("ab"), 0U);
}

}  // namespace
}  // namespace rulemap::sigma
