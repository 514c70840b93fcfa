// Conditions: their grammar, what names and patterns stand for, and what is refused.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

std::string tree(const std::string& condition) {
  return tree_of(
      "a: [A]\nb: [B]\nx_1: [X]\nx_2: [Y]\n_h_1: [H]\n_h_2: [I]\nnotepad: [N]\n"
      "android: [D]\nof: [O]\nall: [L]\ncondition: " +
      condition);
}

// Keywords are shown by their names alone.
std::string names(const std::string& condition) {
  std::string out = tree(condition);
  for (std::size_t at = out.find("]=*'"); at != std::string::npos; at = out.find("]=*'")) {
    out.erase(at + 1, out.find("'*", at) + 2 - (at + 1));
    out.erase(at, 1);
    out.erase(out.rfind('[', at), 1);
  }
  return out;
}

TEST(Condition, BindsAsTheSpecificationSays) {
  const char* rows[][2] = {
      {"a", "a"},
      {"a or b and x_1", "(a | (b & x_1))"},
      {"(a or b) and x_1", "((a | b) & x_1)"},
      {"not a and b", "(!a & b)"},
      {"not (a and b)", "!(a & b)"},
      {"not not a", "a"},
      {"not not not a", "!a"},
      {"a and not b or x_1", "((a & !b) | x_1)"},
      {"not 1 of x_*", "!(x_1 | x_2)"},
      {"a AND NOT b OR x_1", "((a & !b) | x_1)"},
      {"((((a))))", "a"},
      {"(a)and(b)", "(a & b)"},
      {"'a\tand   b'", "(a & b)"},
      {">-\n    a\n    and b", "(a & b)"},
      {"[a, b and x_1]", "(a | (b & x_1))"},
      {"a and a", "(a & a)"},
  };
  for (const auto& row : rows) EXPECT_EQ(names(row[0]), row[1]) << row[0];
}

TEST(Condition, NamesMayBeginWithOrBeOperatorWords) {
  const char* rows[][2] = {
      {"notepad", "notepad"}, {"not notepad and android", "(!notepad & android)"},
      {"of", "of"},           {"all or a", "(all | a)"},
      {"all of of", "of"},
  };
  for (const auto& row : rows) EXPECT_EQ(names(row[0]), row[1]) << row[0];
}

TEST(Condition, PatternsStandForNames) {
  const char* rows[][2] = {
      {"1 of x_*", "(x_1 | x_2)"},
      {"any of x_*", "(x_1 | x_2)"},
      {"ANY OF x_*", "(x_1 | x_2)"},
      {"all of x_*", "(x_1 & x_2)"},
      {"1 of x_1", "x_1"},
      {"all of *_1", "x_1"},
      {"1 of x*2", "x_2"},
      {"1 of *o*", "(notepad | android | of)"},
      {"1 of them", "(a | b | x_1 | x_2 | notepad | android | of | all)"},
      {"1 of _*", "(_h_1 | _h_2)"},
      {"all of _h_*", "(_h_1 & _h_2)"},
      {"1 of *h_*", "f.yml"},
  };
  for (const auto& row : rows) {
    if (std::string_view(row[1]) == "f.yml") {
      EXPECT_NE(tree(row[0]).find("nothing here is called `*h_*`"), std::string::npos);
    } else {
      EXPECT_EQ(names(row[0]), row[1]) << row[0];
    }
  }
}

TEST(Condition, RefusesWithThePlaceAndWhatWouldBeRight) {
  const char* rows[][2] = {
      {"a and", "15:19: the condition ends where a name is due"},
      {"''", "15:15: the condition ends where a name is due"},
      {"a b", "15:16: before `b` stands `and` or `or`"},
      {"a And b", "15:16: before `And` stands `and` or `or`; operators are wholly in lower or"},
      {"(a", "15:14: the parenthesis that begins here is never closed"},
      {"a)", "15:15: this parenthesis closes none that is open"},
      {"()", "15:15: before this parenthesis a name is due"},
      {"and a", "15:14: before `and` stands a name or a parenthesis"},
      {"a or or b", "15:19: before `or` stands a name or a parenthesis"},
      {"2 of x_*", "15:14: `2 of` is not in Sigma, which knows `1 of` and `all of`"},
      {"some of x_*", "15:14: before `of` stands 1, any or all"},
      {"1 of", "15:18: behind `of` stands `them`, or a name with `*`"},
      {"1 of (a)", "15:19: behind `of` stands `them`"},
      {"androit", "15:14: there is no `androit` here; did you mean `android`?"},
      {"a and x_*", "15:20: there is no `x_*` here; before a pattern stands `1 of` or `all of`"},
      {"1 of y_*", "15:19: nothing here is called `y_*`"},
      {"a | count() by b > 5",
       "15:16: aggregations (`| count() ...`, `| near ...`) are not in "
       "Sigma 2; write a correlation"},
      {"[]", "15:14: the list of conditions is empty"},
      {"{a: b}", "15:14: a `condition` is a text"},
      {"[a, [b]]", "15:18: a `condition` is a text"},
      {"", "5:3: a `condition` says which selections hold; here is none"},
      {"\"a and zz\"", "15:21: there is no `zz` here"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(tree(row[0]).substr(0, std::string_view(row[1]).size()), row[1]) << row[0];
  }
}

TEST(Condition, DepthIsBounded) {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '(') + "a" + std::string(levels, ')');
  };
  EXPECT_EQ(names(nested(Expression::kMostDepth)), "a");
  EXPECT_EQ(tree(nested(Expression::kMostDepth + 1)),
            "15:114: parentheses are nested deeper than 100 levels, the most that is read");
  EXPECT_EQ(tree(nested(10'000)),
            "15:114: parentheses are nested deeper than 100 levels, the most that is read");
  // Side by side they are not deep.
  std::string wide = "a";
  for (int i = 0; i < 150; ++i) wide += " or (a)";
  EXPECT_EQ(names(wide).substr(0, 8), "(a | a |");
  std::string deep = "a";
  for (int i = 0; i < 60; ++i) deep = "not (b or " + deep + ")";
  EXPECT_EQ(tree(deep),
            "15:14: the condition is nested deeper than 100 levels, the most that is read");
  EXPECT_NE(tree("a" + std::string(70'000, ' ')).find("]=*'A'*"), std::string::npos);
  EXPECT_NE(tree("'a" + std::string(70'000, ' ') + "'").find("at most 65536 are read"),
            std::string::npos);
}

TEST(Condition, ASelectionThatIsNamedOftenCostsItsValuesEachTime) {
  LoadOptions options;
  options.limits.values = 10;
  EXPECT_EQ(tree_of("a: [A, B, C]\ncondition: a or a or a", options).substr(0, 2), "([");
  EXPECT_NE(
      tree_of("a: [A, B, C]\ncondition: a or a or a or a", options).find("more than 10 values"),
      std::string::npos);
}

}  // namespace
}  // namespace rulemap::sigma
