#include <gtest/gtest.h>

#include "rulemap/yara/rule_text.h"

namespace rulemap::yara {
namespace {

using Names = std::vector<std::string>;

Names names(const RuleFile& file) {
  Names out;
  for (const Rule& each : file.rules) out.push_back(each.name);
  return out;
}
std::string refusal(const std::string& text) {
  const RuleFile file = read_rules(text);
  if (file.problems.empty()) return "";
  const Problem& first = file.problems[0];
  return std::to_string(first.line) + ":" + std::to_string(first.column) + ": " + first.message;
}

TEST(ReadRules, ReadsHeadersMetaAndImports) {
  const RuleFile file = read_rules(
      "\xEF\xBB\xBFimport \"pe\"\ninclude \"b.yar\"\n"
      "private global rule a : t1 t2 {\n meta:\n  s = \"x\\\"y\"\n  n = -3\n  k = 2KB\n  u = "
      "1_000\n  b = true\n"
      "  s = \"again\"\n  f = 1.5\n condition: true\n}\nrule b { condition: a }");
  EXPECT_EQ(file.imports, Names{"pe"});
  EXPECT_EQ(file.includes, Names{"b.yar"});
  ASSERT_EQ(names(file), (Names{"a", "b"}));
  const Rule& rule = file.rules[0];
  EXPECT_TRUE(rule.is_private && rule.is_global);
  EXPECT_EQ(rule.tags, (Names{"t1", "t2"}));
  std::string meta;
  for (const Meta& each : rule.meta) meta += each.name + "=" + each.text() + ";";
  EXPECT_EQ(meta, "s=x\"y;n=-3;k=2048;u=1000;b=true;s=again;f=1.5;");
  EXPECT_EQ(std::get<std::int64_t>(rule.meta[1].value), -3);
  EXPECT_TRUE(std::get<bool>(rule.meta[4].value));
  EXPECT_FALSE(file.rules[1].is_private);
  EXPECT_EQ(rule.line, 3u);
}
TEST(ReadRules, SaysWhereEachRuleStands) {
  const std::string a = "private rule a { condition: true }", b = "rule b\n{ condition: true\n}";
  const std::string text = "// x\n" + a + " /* y */\n" + b + "\n";
  const RuleFile file = read_rules(text);
  ASSERT_EQ(file.rules.size(), 2u);
  EXPECT_EQ(text.substr(file.rules[0].begin, file.rules[0].end - file.rules[0].begin), a);
  EXPECT_EQ(text.substr(file.rules[1].begin, file.rules[1].end - file.rules[1].begin), b);
}
TEST(ReadRules, NothingThatIsHiddenEndsOrBeginsARule) {
  const RuleFile file = read_rules(
      "/* rule x { condition: true } */\n// rule y\n"
      "rule a {\n strings:\n  $a = \"} rule z {\"\n  $b = /}[\\/}]{2}/\n  $c = { AA /* } */ BB }\n"
      "  $d = \"\\\"}\" private\n condition:\n  $a and not $b // }\n  and @c[1] matches /}/ \n}\n"
      "rule b { condition: true }");
  EXPECT_EQ(names(file), (Names{"a", "b"}));
  EXPECT_TRUE(file.problems.empty());
}
TEST(ReadRules, ABadRuleNeverStopsTheRest) {
  const RuleFile file = read_rules(
      "rule a { condition: true }\n"
      "rule 1b { condition: true }\n"
      "rule c { meta: x = \"open\n condition: true }\n"
      "rule d { strings: $a = { AA zz } condition: $a }\n"
      "rule e { condition: true\n"
      "private rule f { condition: true }\n"
      "rule g { meta: a.b = \"x\" condition: true }\n"
      "rule h { condition: /* \n"
      "rule i { condition: true }");
  EXPECT_EQ(names(file), (Names{"a", "f", "i"}));
  EXPECT_TRUE(file.rules[1].is_private);
  std::string lines;
  for (const Problem& each : file.problems) lines += std::to_string(each.line) + " ";
  EXPECT_EQ(lines, "2 3 5 6 8 9 ");
}
TEST(ReadRules, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"hello", "1:1: `rule`, `import` or `include` has to stand here, not `hello`"},
      {"rule", "1:5: the rule's name has to stand here, not the end of the file"},
      {"rule a", "1:7: `{` has to stand here, not the end of the file"},
      {"import pe", "1:8: a name in quotes has to stand here, not `pe`"},
      {"rule a { meta: x }", "1:18: `=` behind `x` has to stand here, not `}`"},
      {"rule a { meta: x = }",
       "1:20: the value of `x`, a text in quotes, a number, `true` or `false`, has to stand here, "
       "not `}`"},
      {"rule a {\n condition: true", "1:1: the rule `a` has no closing `}`"},
      {"rule a {\n}", "2:1: the rule `a` has no `condition:`, which every rule has"},
      {"rule a { condition: \"x }",
       "1:21: the text that begins here has no closing `\"` on its line"},
      {"rule a { meta: x = \"\"\"a\" }", "1:20: the text that begins here has no closing `\"\"\"`"},
      {"/*", "1:1: the comment that begins here has no closing `*/`"},
      {"rule a { condition: { }",
       "1:21: a brace opens a rule or, behind `=`, a hex string: none can here"},
  };
  for (const auto& each : kCases) EXPECT_EQ(refusal(each.text), each.message) << each.text;
}
TEST(ReadRules, WhatStandsAboveALimitIsCounted) {
  std::string tags, meta;
  for (std::size_t i = 0; i < kMostTags + 2; ++i) tags += " t";
  for (std::size_t i = 0; i < kMostMeta + 3; ++i) meta += " m = 1";
  const RuleFile file =
      read_rules("rule a :" + tags + " { meta: x = \"" + std::string(kLongestText + 1, 'a') + "\"" +
                 meta + " condition: true }");
  ASSERT_EQ(file.rules.size(), 1u);
  EXPECT_EQ(file.rules[0].tags.size(), kMostTags);
  EXPECT_EQ(file.rules[0].meta.size(), kMostMeta);
  EXPECT_EQ(file.rules[0].meta[0].text().size(), kLongestText);
  EXPECT_EQ(file.rules[0].left_out, 7u);
  EXPECT_NE(refusal("rule " + std::string(kLongestName + 1, 'a') + " {}").find("129 bytes"),
            std::string::npos);

  std::string bad;
  for (std::size_t i = 0; i < kMostProblems + 5; ++i) bad += "rule 1\n";
  const RuleFile many = read_rules(bad);
  EXPECT_EQ(many.problems.size() + many.left_out, kMostProblems + 5);
}
// Each would take minutes if a byte were looked at again and again.
TEST(ReadRules, HostileFilesTakeLinearTime) {
  for (const char* piece :
       {"rule a { /*\n", "rule a {\n", "rule a { rule b { ", "\"\n", "/\n", "= {\n", "rule\n",
        "private rule a { condition:\n",
        "rule a { condition: x\n private rule b { condition: true }\n", "/*",
        "rule a { meta: x = /*\n", "rule a { meta: x = \"\"\"\n", "{", "\\", "\n"}) {
    std::string text;
    while (text.size() < std::size_t{4} << 20) text += piece;
    read_rules(text);
  }
  EXPECT_EQ(read_rules(std::string(kLongestFile + 1, ' ')).problems.size(), 1u);
}

}  // namespace
}  // namespace rulemap::yara
