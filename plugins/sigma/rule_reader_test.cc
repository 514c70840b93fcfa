#include "rule_reader.h"

#include <gtest/gtest.h>

#include "rules_testing.h"

namespace rulemap::sigma_map {
namespace {

ReadRules read(const std::string& text) { return read_rules(text, "f.yml"); }

std::string head(int number, const std::string& title) {
  return "title: " + title + "\nid: " + uuid(number) + "\n";
}

TEST(RuleReader, ReadsTheHeader) {
  const ReadRules out = read(
      "title: A Rule\nid: 0000000A-0000-4000-8000-000000000001\nstatus: test\nlevel: high\n"
      "author: Someone\nlicense: DRL-1.1\ndescription: |\n  What it\n  does\n"
      "tags: [attack.execution, attack.t1059.001, ATTACK.T1059, attack.t1059.001, cve.2024.1]\n"
      "logsource: {product: windows}\ndetection: {condition: x}\n");
  ASSERT_EQ(out.rules.size(), 1u);
  EXPECT_TRUE(out.problems.empty());
  const Rule& rule = out.rules[0];
  EXPECT_EQ(rule.id, "0000000a-0000-4000-8000-000000000001");
  EXPECT_EQ(rule.title, "A Rule");
  EXPECT_EQ(rule.status, "test");
  EXPECT_EQ(rule.level, "high");
  EXPECT_EQ(rule.author, "Someone");
  EXPECT_EQ(rule.licence, "DRL-1.1");
  EXPECT_EQ(rule.description, "What it\ndoes\n");
  EXPECT_EQ(rule.techniques, (std::vector<std::string>{"T1059.001", "T1059"}));
  EXPECT_EQ(rule.path, "f.yml");
}

TEST(RuleReader, WhatIsOptionalMayBeMissingOrWrong) {
  const ReadRules out = read(head(1, "A") +
                             "level: extreme\nstatus: [test]\nauthor: {a: b}\ntags: attack.t1059\n"
                             "license: ~\n");
  ASSERT_EQ(out.rules.size(), 1u);
  const Rule& rule = out.rules[0];
  EXPECT_EQ(rule.level + rule.status + rule.author + rule.licence + rule.description, "");
  EXPECT_TRUE(rule.techniques.empty());
}

TEST(RuleReader, ABadDocumentIsNamedAndTheOthersAreRead) {
  struct Row {
    std::string text, problem;
  };
  const Row rows[] = {
      {"title: A\n", "f.yml:1:1: the rule has no `id`, which a UUID is wanted for"},
      {"id: " + uuid(1) + "\n", "f.yml:1:1: the rule has no `title`"},
      {"\n\ntitle: ''\nid: " + uuid(1), "f.yml:3:1: the rule has no `title`"},
      {"title: [A]\nid: " + uuid(1), "f.yml:1:1: the rule has no `title`"},
      {"title: A\nid: seven", "f.yml:2:5: the `id` of a rule is a UUID"},
      {"title: A\nid: [" + uuid(1) + "]", "f.yml:2:5: the `id` of a rule is a UUID"},
      {"- a\n- b\n", "f.yml:1:1: a Sigma rule is a map of keys such as `title`"},
      {"just text", "f.yml:1:1: a Sigma rule is a map of keys such as `title`"},
  };
  for (const Row& row : rows) {
    const ReadRules out = read(row.text + "\n---\n" + head(7, "Good"));
    ASSERT_EQ(out.problems.size(), 1u) << row.text;
    EXPECT_EQ(out.problems[0].text(), row.problem);
    ASSERT_EQ(out.rules.size(), 1u) << row.text;
    EXPECT_EQ(out.rules[0].id, uuid(7));
  }
}

TEST(RuleReader, ATextThatIsNoYamlHasOneProblem) {
  const std::pair<std::string, std::string> rows[] = {
      {std::string("\x7f"
                   "ELF\x01\x02\0\0\xff\xfe",
                   10),
       "f.yml:1:"},
      {"title: A\n\tid: x\n", "f.yml:2:1"},
      {std::string(1 << 20, '['), "f.yml:1:"},
      {std::string((1 << 20) + 1, ' '), "f.yml:"},
      {"title: A\ntitle: B\nid: " + uuid(1), "f.yml:2:1"},
      {"title: 'A\nid: x", "f.yml:"},
  };
  for (const auto& [text, where] : rows) {
    const ReadRules out = read(text);
    EXPECT_TRUE(out.rules.empty());
    ASSERT_EQ(out.problems.size(), 1u) << text.substr(0, 20);
    EXPECT_TRUE(out.problems[0].where.starts_with(where)) << out.problems[0].text();
  }
}

TEST(RuleReader, NothingIsNoProblem) {
  for (const char* text : {"", "# comment\n", "---\n", "~\n"}) {
    const ReadRules out = read(text);
    EXPECT_TRUE(out.rules.empty());
    EXPECT_TRUE(out.problems.empty()) << text;
  }
}

TEST(RuleReader, AGlobalDocumentCountsForTheOnesBehindIt) {
  const ReadRules one =
      read("action: global\n" + head(1, "A") + "level: low\n---\nlogsource: {}\n");
  ASSERT_EQ(one.rules.size(), 1u);
  EXPECT_EQ(one.rules[0].id, uuid(1));

  const ReadRules two = read("action: global\ntitle: A\nlevel: low\n---\nid: " + uuid(1) +
                             "\n---\nid: " + uuid(2) + "\nlevel: high\n");
  EXPECT_TRUE(two.problems.empty());
  ASSERT_EQ(two.rules.size(), 2u);
  EXPECT_EQ(two.rules[0].title, "A");
  EXPECT_EQ(two.rules[0].level, "low");
  EXPECT_EQ(two.rules[1].level, "high");
}

TEST(RuleReader, AFilterIsNoRule) {
  const ReadRules out = read(head(1, "A") + "filter: {rules: [x]}\n");
  EXPECT_TRUE(out.rules.empty());
  EXPECT_TRUE(out.problems.empty());
}

}  // namespace
}  // namespace rulemap::sigma_map
