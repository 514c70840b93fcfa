#include "slips.h"

#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

std::string rule(const std::string& source, const std::string& more) {
  return "title: t\nlogsource: {" + source + "}\ndetection:\n  s: {F: x}\n  condition: s\n" + more;
}

TEST(Slips, WordsNearToKnownOnesAreNamed) {
  const RuleSet rules = load_text(
      rule("category: process_craetion, product: windos, service: sysmonn", "leevl: high\n"));
  EXPECT_EQ(rules.rules.size(), 1U);  // warnings change nothing
  EXPECT_EQ(problems_of(rules),
            "2:23: no known category is called `process_craetion`; did you mean "
            "`process_creation`?\n"
            "2:50: no known product is called `windos`; did you mean `windows`?\n"
            "2:67: no known service is called `sysmonn`; did you mean `sysmon`?\n"
            "6:1: `leevl` says nothing in Sigma; did you mean `level`?");
}

TEST(Slips, WordsOfOnesOwnAreNone) {
  const std::string own = "category: acme_logins, product: acme, service: widgets";
  EXPECT_EQ(problems_of(load_text(rule(own, "simulation: x\nlevel: low\nlevels: [a]\n"))), "");
}

TEST(Slips, SelectionsThatNoConditionUsesAreNamed) {
  const RuleSet rules = load_text(
      "title: t\nlogsource: {category: c}\ndetection:\n  s: {F: x}\n  filter: {F: y}\n  _aside: "
      "{F: z}\n  condition: s\n");
  EXPECT_EQ(problems_of(rules), "5:3: no condition uses `filter`");
}

TEST(Slips, AreALetterOrTwo) {
  constexpr std::string_view kWords[] = {"title", "windows", "process_creation"};
  EXPECT_EQ(slip_of("tilte", kWords), "title");
  EXPECT_EQ(slip_of("process_craetio", kWords), "process_creation");
  for (const char* said : {"title", "tit", "tableau", "windmill", ""})
    EXPECT_EQ(slip_of(said, kWords), "");
}

}  // namespace
}  // namespace rulemap::sigma
