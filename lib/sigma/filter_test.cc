// Filters: rule AND filter condition, for the rules that they name and fit.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

const std::string kRule =
    "title: R\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\nname: r\n"
    "logsource: {category: c, product: p}\ndetection:\n  s: {F: a}\n  t: {F: b}\n"
    "  condition: s or t\n---\n";  // 9 lines

std::string filter(const std::string& source, const std::string& body) {
  return "title: X\nlogsource: {" + source + "}\nfilter: {" + body + "}\n---\n";
}

std::string tree(const std::string& filters) {
  const RuleSet rules = load_text(kRule + filters);
  std::string out = rules.rules.empty() ? "" : shown(rules.rules[0].expression);
  for (const Problem& problem : rules.problems) out += "\n" + problem.message;
  return out;
}

TEST(Filter, NarrowsTheRuleThatItNames) {
  const std::string wanted = "(([s]F='a' | [t]F='b') & ![X / s]G='x')";
  for (const char* rules : {"[r]", "r", "[R]", "[929a690e-bef0-4204-a928-ef5e620d6fcc]",
                            "[929A690E-BEF0-4204-A928-EF5E620D6FCC]", "any", "[r, R]"}) {
    EXPECT_EQ(tree(filter("category: c",
                          std::string("rules: ") + rules + ", s: {G: x}, condition: not s")),
              wanted)
        << rules;
  }
}

TEST(Filter, StandsAsItIsWrittenWithoutNot) {
  EXPECT_EQ(tree(filter("category: c", "rules: [r], s: {G: x}, condition: s")),
            "(([s]F='a' | [t]F='b') & [X / s]G='x')");
}

TEST(Filter, ItsPatternsStayInside) {
  EXPECT_EQ(
      tree(filter("product: p", "rules: any, s_1: {G: x}, s_2: {G: y}, condition: not 1 of s*")),
      "(([s]F='a' | [t]F='b') & !([X / s_1]G='x' | [X / s_2]G='y'))");
  EXPECT_NE(tree(filter("product: p", "rules: any, g: {G: x}, condition: not t"))
                .find("there is no `t` here"),
            std::string::npos);
}

TEST(Filter, SeveralAddUpInTheirOrder) {
  EXPECT_EQ(tree(filter("category: c", "rules: any, g: {G: x}, condition: not g") +
                 filter("category: c", "rules: [r], h: {H: x}, condition: h")),
            "(([s]F='a' | [t]F='b') & ![X / g]G='x' & [X / h]H='x')");
}

TEST(Filter, NamesThatNoRuleHasAreAWarning) {
  const RuleSet rules =
      load_text(kRule + filter("category: c", "rules: [gone, r], g: {G: x}, condition: g"));
  ASSERT_EQ(rules.rules.size(), 1u);
  EXPECT_EQ(shown(rules.rules[0].expression), "(([s]F='a' | [t]F='b') & [X / g]G='x')");
  ASSERT_EQ(rules.problems.size(), 1u);
  EXPECT_EQ(rules.problems[0].weight, Problem::Weight::warning);
  EXPECT_EQ(problems_of(rules),
            "12:18: the filter names `gone`, and no loaded rule has this id, name or title");
}

TEST(Filter, FitsWhereEachAttributeThatItNamesIsTheRules) {
  const std::string alone = "([s]F='a' | [t]F='b')";
  for (const char* source : {"category: other", "product: other", "category: c, service: s"}) {
    EXPECT_EQ(tree(filter(source, "rules: any, g: {G: x}, condition: g")), alone) << source;
    EXPECT_EQ(tree(filter(source, "rules: [r], g: {G: x}, condition: g")),
              alone + "\nthe filter leaves `R` as it is: their log sources differ")
        << source;
  }
}

TEST(Filter, WhatIsWrongIsNamed) {
  const char* rows[][2] = {
      {"g: {G: x}, condition: g", "a filter has `rules`, a list of ids or names, or the word any"},
      {"rules: [], g: {G: x}, condition: g", "a filter has `rules`, a list of ids"},
      {"rules: any, g: {G: x}", "a `condition` says which selections hold; here is none"},
      {"rules: any, g: {G|contain: x}, condition: g", "there is no modifier `contain`"},
      {"rules: [gone], g: {G: x}, condition: g",
       "the filter names `gone`, and no loaded rule has this id, name or title"},
  };
  for (const auto& row : rows) {
    const std::string said = tree(filter("category: c", row[0]));
    EXPECT_TRUE(said.starts_with("([s]F='a' | [t]F='b')\n")) << said;
    EXPECT_NE(said.find(row[1]), std::string::npos) << row[0] << said;
  }
  EXPECT_NE(tree("title: X\nfilter: {rules: any, g: {G: x}, condition: g}\n")
                .find("a filter has a map `logsource`"),
            std::string::npos);
}

TEST(Filter, ARuleThatGrowsTooLargeIsRefusedRatherThanUnfiltered) {
  LoadOptions options;
  options.limits.values = 3;
  const std::string text =
      kRule + filter("category: c", "rules: any, g: {G: [x, y]}, condition: not g");
  const RuleSet rules = load_text(text, options);
  EXPECT_TRUE(rules.rules.empty());
  EXPECT_NE(problems_of(rules).find("with the filter `X` the rules have more than 3 values"),
            std::string::npos)
      << problems_of(rules);
}

}  // namespace
}  // namespace rulemap::sigma
