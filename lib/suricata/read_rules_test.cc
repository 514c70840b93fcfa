#include <gtest/gtest.h>

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {
namespace {

std::string rule(int sid) {
  return "alert tcp any any -> any any (msg:\"m\"; sid:" + std::to_string(sid) + ";)";
}
std::vector<std::int64_t> sids(const RuleFile& file) {
  std::vector<std::int64_t> out;
  for (const Rule& each : file.rules) out.push_back(each.sid);
  return out;
}
using Sids = std::vector<std::int64_t>;

TEST(ReadRules, CommentsAreNoRulesAndCommentedOutRulesAreCounted) {
  const RuleFile file = read_rules("\xEF\xBB\xBF# prose\n\n" + rule(1) + "\r\n#" + rule(2) +
                                   "\n# alert: this is prose\n#alert tcp \\\n#\n" + rule(3));
  EXPECT_EQ(sids(file), (Sids{1, 3}));
  EXPECT_EQ(file.commented_out, 1u);
  EXPECT_TRUE(file.problems.empty());
}
TEST(ReadRules, ABackslashCarriesALineOn) {
  const RuleFile file =
      read_rules("alert tcp any any -> \\\n any any (msg:\"a \\\nb\"; \\\r\n sid:1;)\n" + rule(2) +
                 "\n# alert tcp any any -> any any \\\n  (sid:3;)\n" + rule(4));
  EXPECT_EQ(sids(file), (Sids{1, 2, 4}));
  EXPECT_EQ(file.rules[0].msg, "a b");
  EXPECT_EQ(file.rules[1].line, 5u);
  EXPECT_EQ(file.commented_out, 1u);
}
TEST(ReadRules, AnOpenBracketCarriesALineOn) {
  const RuleFile file =
      read_rules("alert tcp any any -> any any (\n  msg:\"m\";\n  # why\n  sid:1;\n)\n" + rule(2));
  EXPECT_EQ(sids(file), (Sids{1, 2}));
}
TEST(ReadRules, ABadRuleNeverStopsTheRest) {
  const RuleFile file =
      read_rules(rule(1) + "\ninclude a.rules\nalert tcp any any -> any any (msg:\"a; sid:9;\n" +
                 rule(2) + "\n  alert tcp any any -> any any (sid:x;)\n" + rule(3));
  EXPECT_EQ(sids(file), (Sids{1, 2, 3}));
  ASSERT_EQ(file.problems.size(), 3u);
  EXPECT_EQ(file.problems[0].line, 2u);
  EXPECT_EQ(file.problems[1].line, 3u);
  EXPECT_EQ(file.problems[2].line, 5u);
  EXPECT_EQ(file.problems[2].column, 33u);
}
TEST(ReadRules, SaysWhereARuleStands) {
  const std::string text = "# x\n\n  " + rule(7) + "  \n";
  const RuleFile file = read_rules(text);
  ASSERT_EQ(file.rules.size(), 1u);
  EXPECT_EQ(file.rules[0].line, 3u);
  EXPECT_EQ(text.substr(file.rules[0].begin, file.rules[0].end - file.rules[0].begin), rule(7));
}
TEST(ReadRules, ProblemsAboveTheLimitAreCounted) {
  std::string text;
  for (std::size_t i = 0; i < kMostProblems + 5; ++i) text += "no rule\n";
  const RuleFile file = read_rules(text);
  EXPECT_EQ(file.problems.size(), kMostProblems);
  EXPECT_EQ(file.problems_left_out, 5u);
}
// Each would take minutes if lines were read again and again.
TEST(ReadRules, HostileFilesTakeLinearTime) {
  for (const char* piece : {"alert (\n", "# alert (\\\n", "# a \\\n", "\\\n",
                            "alert tcp any (a:\"\n", "(\n", "#\n", "alert ( # \n"}) {
    std::string text;
    while (text.size() < std::size_t{4} << 20) text += piece;
    EXPECT_TRUE(read_rules(text).rules.empty()) << piece;
  }
  EXPECT_TRUE(read_rules(std::string(std::size_t{4} << 20, ' ')).problems.empty());
  EXPECT_EQ(read_rules(std::string(std::size_t{1} << 20, 'a')).problems.size(), 1u);
}

}  // namespace
}  // namespace rulemap::suricata
