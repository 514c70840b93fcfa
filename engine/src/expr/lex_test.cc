#include "lex.h"

#include "expr_testing.h"

namespace rulemap::expr {
namespace {

using K = TokenKind;

std::vector<K> kinds(std::string_view source) {
  Problems problems;
  std::vector<K> kinds;
  for (const Token& token : lex(source, problems)) kinds.push_back(token.kind);
  EXPECT_EQ(told(problems), "") << source;
  return kinds;
}

Token only(std::string_view source) {
  Problems problems;
  const auto tokens = lex(source, problems);
  EXPECT_EQ(told(problems), "") << source;
  EXPECT_EQ(tokens.size(), 2U) << source;
  return tokens[0];
}

std::string complaints(std::string_view source) {
  Problems problems;
  (void)lex(source, problems);
  return told(problems);
}

TEST(Lex, KnowsEveryToken) {
  EXPECT_EQ(kinds("a.b and or not in true false"),
            (std::vector<K>{K::path, K::word_and, K::word_or, K::word_not, K::word_in, K::word_true,
                            K::word_false, K::end}));
  EXPECT_EQ(
      kinds("== != < <= > >= ( ) [ ] ,"),
      (std::vector<K>{K::equal, K::not_equal, K::less, K::less_equal, K::greater, K::greater_equal,
                      K::open, K::close, K::open_list, K::close_list, K::comma, K::end}));
  EXPECT_EQ(kinds("'t'\"u\"1 2.5\t3d\n"),
            (std::vector<K>{K::text, K::text, K::integer, K::decimal, K::duration, K::end}));
  EXPECT_EQ(kinds(""), std::vector<K>{K::end});
}

TEST(Lex, ReadsTexts) {
  EXPECT_EQ(only("'it''s'").text, "it's");
  EXPECT_EQ(only("\"say 'x'\"").text, "say 'x'");
  EXPECT_EQ(only("'C:\\a\\b'").text, "C:\\a\\b");
  EXPECT_EQ(only("''").text, "");
  EXPECT_EQ(only("'bücher'").text, "bücher");
}

TEST(Lex, ReadsNumbersAndDurations) {
  EXPECT_EQ(only("9223372036854775807").integer, INT64_MAX);
  EXPECT_EQ(only("-9223372036854775808").integer, INT64_MIN);
  EXPECT_EQ(only("-0.25").decimal, -0.25);
  EXPECT_EQ(only("30s").integer, 30'000);
  EXPECT_EQ(only("5m").integer, 300'000);
  EXPECT_EQ(only("2h").integer, 7'200'000);
  EXPECT_EQ(only("7d").integer, 604'800'000);
  EXPECT_EQ(only("1w").integer, 604'800'000);
}

TEST(Lex, KeepsPlaces) {
  const Token token = only("  lookup.virus_total2 ");
  EXPECT_EQ(token.span.offset, 2U);
  EXPECT_EQ(token.span.length, 19U);
  EXPECT_EQ(token.text, "lookup.virus_total2");
}

TEST(Lex, SaysWhatIsWrongAndWhatWouldBeRight) {
  const struct {
    const char* source;
    const char* told;
  } kCases[] = {
      {"a = 1", "2+1 syntax: `=` is not how it is written here [write ==]\n"},
      {"a === 1", "2+3 syntax: `===` is not how it is written here [write ==]\n"},
      {"a <> 1", "2+2 syntax: `<>` is not how it is written here [write !=]\n"},
      {"a && b", "2+2 syntax: `&&` is not how it is written here [write and]\n"},
      {"a || b", "2+2 syntax: `||` is not how it is written here [write or]\n"},
      {"!a", "0+1 syntax: `!` is not how it is written here [write not]\n"},
      {"a AND b", "2+3 syntax: `AND` is not how it is written here [write and]\n"},
      {"a == True", "5+4 syntax: `True` is not how it is written here [write true]\n"},
      {"${{ vars.x }}", "0+13 syntax: `when` is a bare expression [write vars.x]\n"},
      {"a > ${vars.min}", "4+11 syntax: `when` is a bare expression [write vars.min]\n"},
      {"${", "0+2 syntax: `when` is a bare expression [write vars.x]\n"},
      {"'abc", "0+4 syntax: a text that never ends [close it with ']\n"},
      {"tags[0]",
       "4+3 syntax: a list is named without brackets [write contains(tags, 'x') or len(tags)]\n"},
      {"5y",
       "0+2 literal: `5y` is neither a number nor a duration [a duration is a whole number with s, "
       "m, h, d or w, as 30s or 7d]\n"},
      {"1.5h",
       "0+4 literal: `1.5h` is neither a number nor a duration [a duration is a whole number with "
       "s, m, h, d or w, as 30s or 7d]\n"},
      {"1.2.3.4",
       "0+7 literal: `1.2.3.4` is neither a number nor a duration [write a text in quotes: "
       "'1.2.3.4']\n"},
      {"9223372036854775808",
       "0+19 literal: `9223372036854775808` is too large [numbers and durations have 64 bits]\n"},
      {"9223372036854775w",
       "0+17 literal: `9223372036854775w` is too large [numbers and durations have 64 bits]\n"},
      {"a == ‘x’",
       "5+3 syntax: unexpected `‘` [write a text in straight quotes]\n"
       "9+3 syntax: unexpected `’` [write a text in straight quotes]\n"},
      {"a; b", "1+1 syntax: unexpected `;`\n"},
      {"a \x01 b", "2+1 syntax: unexpected ` `\n"},
  };
  for (const auto& c : kCases) EXPECT_EQ(complaints(c.source), c.told) << c.source;
}

TEST(Lex, SaysItsLimit) {
  EXPECT_EQ(complaints("'" + std::string(kMaxLength - 2, 'x') + "'"), "");
  EXPECT_EQ(complaints(std::string(kMaxLength + 1, ' ')),
            "0+4096 limit: the expression has 4097 bytes, over the limit of 4096 "
            "[split it over several steps, or use a list field]\n");
}

}  // namespace
}  // namespace rulemap::expr
