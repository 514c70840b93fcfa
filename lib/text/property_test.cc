// What holds for every token, whatever its bytes.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"
#include "rulemap/text/scan.h"

namespace rulemap::ioc {
namespace {

// Random bytes, and random sequences of what tokens are made of, half and half.
std::string random_token(std::mt19937& random) {
  static constexpr const char* kPieces[] = {
      "hxxp",      "http",  "s", "://", "[.]", "(.)",      "[",    "]",    "(",    ")",
      "{",         "}",     ".", ":",   "/",   "@",        "\\",   "dot",  "at",   "evil",
      "com",       "co.uk", "1", "255", "::",  "2001:db8", "%",    "?",    "#",    "-",
      "CVE-2021-", "\"",    ",", ";",   " ",   "\xC3\xA4", "xn--", "user", "65536"};
  std::string token;
  for (auto n = random() % 12; n > 0; --n) {
    if (random() % 2 == 0)
      token += static_cast<char>(random() % 256);
    else
      token += kPieces[random() % std::size(kPieces)];
  }
  return token;
}

class Property : public testing::Test {
 protected:
  template <class Check>
  void for_random_tokens(Check check) {
    std::mt19937 random(20240501);
    for (int round = 0; round < 100'000 && !HasFailure(); ++round) check(random_token(random));
  }
};

TEST_F(Property, RefangingTwiceIsRefangingOnce) {
  for_random_tokens([](const std::string& token) {
    const std::string once = refang(token);
    EXPECT_EQ(refang(once), once) << token;
    EXPECT_LE(once.size(), token.size());
  });
}

// So a value that was written somewhere and read again is the same indicator.
TEST_F(Property, AValueIsClassifiedAsItself) {
  int accepted = 0;
  for_random_tokens([&accepted](const std::string& token) {
    const Result<Indicator> first = classify(refang(token));
    if (!first) {
      EXPECT_FALSE(first.error().message.empty());
      return;
    }
    ++accepted;
    const Result<Indicator> again = classify(first->value);
    ASSERT_TRUE(again.ok()) << token << "\n" << again.error().message;
    EXPECT_EQ(again->type, first->type) << token;
    EXPECT_EQ(again->value, first->value) << token;
    EXPECT_EQ(again->is_private, first->is_private) << token;
  });
  EXPECT_GT(accepted, 100);
}

TEST_F(Property, TokensLieInsideTheirLineInOrder) {
  for_random_tokens([](const std::string& line) {
    std::size_t end = 0;
    for (const Layout layout : {Layout::free_text, Layout::csv, Layout::prose}) {
      end = 0;
      for (const Token& token : tokens_of(line, layout)) {
        ASSERT_GE(token.text.data(), line.data() + end) << line;
        end = static_cast<std::size_t>(token.text.data() - line.data()) + token.text.size();
        ASSERT_LE(end, line.size()) << line;
        EXPECT_FALSE(token.text.empty());
        EXPECT_GE(token.column, 1U);
      }
    }
  });
}

}  // namespace
}  // namespace rulemap::ioc
