#include "rule_tree.h"

#include <gtest/gtest.h>

#include "rules_testing.h"

namespace rulemap::sigma_map {
namespace {

class RuleTreeTest : public RulesTest {
 protected:
  LoadedRules load() { return load_rules({at("rules")}, {}); }
  // Each problem, without the folder of rules.
  std::vector<std::string> problems_of(const LoadedRules& loaded) const {
    std::vector<std::string> out;
    for (const sigma::Problem& each : loaded.problems) {
      std::string text = each.text();
      for (std::size_t i; (i = text.find(at("rules/"))) != std::string::npos;) {
        text.erase(i, at("rules/").size());
      }
      out.push_back(std::move(text));
    }
    return out;
  }
};

TEST_F(RuleTreeTest, FindsRulesByIdAndTitle) {
  write_rule(1, "Same Title");
  write_rule(2, "Same title");
  write_rule(3, "Other");
  const auto loaded = load();
  const RuleTree& tree = loaded.tree;
  EXPECT_TRUE(loaded.problems.empty());
  ASSERT_NE(tree.by_id(uuid(3)), nullptr);
  EXPECT_EQ(tree.by_id(uuid(3))->title, "Other");
  EXPECT_EQ(tree.by_id(uuid(4)), nullptr);
  ASSERT_EQ(tree.by_title("Same title").size(), 1u);
  EXPECT_EQ(tree.by_title("Same title")[0]->id, uuid(2));
  EXPECT_EQ(tree.by_folded_title("SAME  TITLE").size(), 2u);
  EXPECT_TRUE(tree.by_title("none").empty());
}

TEST_F(RuleTreeTest, BadFilesStopNothing) {
  write_rule(1, "Good");
  write("rules/binary.yml", "\x7f\x45\x4c\x46\x01\xff\xfe");
  write("rules/brackets.yml", std::string(1 << 20, '['));
  write("rules/tab.yml", "title: A\n\tid: x\n");
  write("rules/twice.yml", "# one\ntitle: Twin\nid: " + uuid(1) + "\n");
  write("rules/unnamed.yml", "\ntitle: Twin\n");
  const auto loaded = load();
  ASSERT_EQ(loaded.tree.rules().size(), 1u);
  EXPECT_EQ(loaded.tree.rules()[0].title, "Good");
  const auto problems = problems_of(loaded);
  ASSERT_EQ(problems.size(), 5u);
  EXPECT_TRUE(problems[0].starts_with("binary.yml:1:1: ")) << problems[0];
  EXPECT_TRUE(problems[1].starts_with("brackets.yml:1:65: ")) << problems[1];
  EXPECT_TRUE(problems[2].starts_with("tab.yml:2:1: ")) << problems[2];
  EXPECT_EQ(problems[3], "twice.yml:2:1: the rule has the same `id` as one in 1.yml:1");
  EXPECT_EQ(problems[4], "unnamed.yml:2:1: the rule has no `id`, a UUID by which records name it");
}

TEST_F(RuleTreeTest, PartsOfACollectionWithOneIdAreOneRule) {
  write("rules/a.yml", "action: global\ntitle: A\nid: " + uuid(1) +
                           "\n---\nlogsource: {product: a}\n---\nlogsource: {product: b}\n");
  const auto loaded = load();
  EXPECT_EQ(loaded.tree.rules().size(), 1u);
  EXPECT_TRUE(loaded.problems.empty());
}

TEST_F(RuleTreeTest, TheExamplesLoad) {
  const auto loaded = load_rules({RULEMAP_SOURCE_DIR "/examples/rules"}, {});
  EXPECT_EQ(loaded.tree.rules().size(), 25u);
  EXPECT_TRUE(loaded.problems.empty());
}

}  // namespace
}  // namespace rulemap::sigma_map
