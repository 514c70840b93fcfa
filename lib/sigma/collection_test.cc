// Files of several documents, and the `action:` parts of Sigma 1.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

// "title: tree" of each rule, one a line; problems where there are no rules.
std::string trees(const RuleSet& rules) {
  std::string out;
  for (const Rule& rule : rules.rules) {
    out += rule.header.title + ": " + shown(rule.expression) + "\n";
  }
  return rules.rules.empty() ? problems_of(rules) : out;
}

std::string rule(const std::string& title, const std::string& value) {
  return "title: " + title + "\nlogsource: {category: c}\ndetection:\n  s: {F: " + value +
         "}\n  condition: s\n";
}

TEST(Collection, SeveralDocumentsAreSeveralRules) {
  const RuleSet rules = load_text(rule("A", "a") + "---\n" + rule("B", "b") + "---\n---\n");
  EXPECT_EQ(trees(rules), "A: [s]F='a'\nB: [s]F='b'\n");
  EXPECT_EQ(problems_of(rules), "");
  EXPECT_EQ(rules.rules[1].header.place, (yaml::Place{7, 1}));
}

TEST(Collection, ABadDocumentDoesNotStopTheOthers) {
  const RuleSet rules =
      load_text(rule("A", "a") + "---\ntitle: X\ntitle: Y\n---\n" + rule("B", "b") +
                "---\n- list\n---\n" + rule("C", "c") + "---\n" + rule("D", "[]"));
  EXPECT_EQ(trees(rules), "A: [s]F='a'\nB: [s]F='b'\nC: [s]F='c'\n");
  EXPECT_EQ(rules.problems.size(), 3u) << problems_of(rules);
}

TEST(Collection, ASyntaxErrorSpoilsItsOwnDocumentOnly) {
  const RuleSet rules = load_text(rule("A", "a") + "---\ntitle: 'open\n---\n" + rule("B", "b"));
  EXPECT_EQ(trees(rules), "A: [s]F='a'\nB: [s]F='b'\n");
  EXPECT_EQ(rules.rules[1].header.place, (yaml::Place{9, 1}));
  ASSERT_EQ(rules.problems.size(), 1u);
  EXPECT_EQ(rules.problems[0].place, (yaml::Place{7, 8}));
}

TEST(Collection, GlobalPartsAreInAllDocumentsBehindThem) {
  const std::string text =
      "action: global\ntitle: G\nlogsource: {product: windows}\ndetection:\n  condition: s\n---\n"
      "logsource: {service: x}\ndetection:\n  s: {F: a}\n---\n"
      "title: Own\ndetection:\n  s: {F: b}\n  condition: not s\n";
  const RuleSet rules = load_text(text);
  EXPECT_EQ(trees(rules), "G: [s]F='a'\nOwn: ![s]F='b'\n") << problems_of(rules);
  EXPECT_EQ(rules.rules[0].source, (LogSource{"", "windows", "x"}));
  EXPECT_EQ(rules.rules[1].source, (LogSource{"", "windows", ""}));
}

TEST(Collection, GlobalPartsAddUpAndResetDropsThem) {
  const std::string text =
      "action: global\ntitle: G\n---\naction: global\nlogsource: {category: c}\n---\n"
      "detection:\n  s: {F: a}\n  condition: s\n---\naction: reset\n---\n"
      "detection:\n  s: {F: b}\n  condition: s\n";
  const RuleSet rules = load_text(text);
  EXPECT_EQ(trees(rules), "G: [s]F='a'\n");
  EXPECT_EQ(problems_of(rules),
            "13:1: a rule has a `title`; this one has none\n"
            "13:1: a rule has a map `logsource`; this one has none");
}

TEST(Collection, RepeatIsTheDocumentBeforeWithChanges) {
  const std::string text = rule("A", "a") +
                           "---\naction: repeat\ntitle: B\n---\naction: repeat\n"
                           "detection:\n  s: {F: c}\n";
  EXPECT_EQ(trees(load_text(text)), "A: [s]F='a'\nB: [s]F='a'\nB: [s]F='c'\n");
  EXPECT_EQ(trees(load_text("action: repeat\ntitle: B\n")),
            "1:1: `action: repeat` repeats the document before it, and there is none");
}

TEST(Collection, OtherActionsAreRefused) {
  EXPECT_EQ(trees(load_text("action: globl\ntitle: B\n")),
            "1:9: `action` is one of global, reset or repeat; did you mean `global`?");
}

TEST(Collection, CopiesOfAGlobalPartAreBounded) {
  std::string text = "action: global\nlist: [";
  for (int i = 0; i < 10'000; ++i) text += "a,";
  text += "]\n";
  for (int i = 0; i < 1'000; ++i) text += "---\ntitle: T\n";
  EXPECT_EQ(trees(load_text(text)),
            "1:1: a collection of 1001 documents with `action` is too large; split the file");
}

}  // namespace
}  // namespace rulemap::sigma
