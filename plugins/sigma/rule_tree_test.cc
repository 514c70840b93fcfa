#include "rule_tree.h"

#include <gtest/gtest.h>

#include "rules_testing.h"

namespace rulemap::sigma_map {
namespace {

class RuleTreeTest : public RulesTest {
 protected:
  Result<LoadedRules> load() { return load_rules({at("rules")}); }
  Error refusal(const std::vector<std::string>& paths) {
    const auto loaded = load_rules(paths);
    return loaded.ok() ? Error{"nothing was refused"} : loaded.error();
  }
};

TEST_F(RuleTreeTest, FindsRulesByIdAndTitle) {
  write_rule(1, "Same Title");
  write_rule(2, "Same title");
  write_rule(3, "Other");
  const auto loaded = load();
  ASSERT_TRUE(loaded.ok()) << loaded.error().text();
  const RuleTree& tree = loaded->tree;
  EXPECT_EQ(loaded->files, 3u);
  EXPECT_TRUE(loaded->problems.empty());
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
  const std::string binary = write("rules/binary.yml", "\x7f\x45\x4c\x46\x01\xff\xfe");
  const std::string big = write("rules/big.yml", std::string((1 << 20) + 1, '#'));
  const std::string brackets = write("rules/brackets.yml", std::string(1 << 20, '['));
  const std::string tab = write("rules/tab.yml", "title: A\n\tid: x\n");
  const std::string twice = write("rules/twice.yml", "title: Twin\nid: " + uuid(1) + "\n");
  const auto loaded = load();
  ASSERT_TRUE(loaded.ok()) << loaded.error().text();
  EXPECT_EQ(loaded->files, 6u);
  ASSERT_EQ(loaded->tree.rules().size(), 1u);
  EXPECT_EQ(loaded->tree.rules()[0].title, "Good");
  std::vector<std::string> places;
  for (const Error& problem : loaded->problems) places.push_back(problem.where);
  EXPECT_EQ(places, (std::vector<std::string>{big, binary + ":1:1", brackets + ":1:65",
                                              tab + ":2:1", twice}));
  EXPECT_EQ(loaded->problems[4].message,
            "the rule has the same `id` as one in " + at("rules/1.yml"));
}

TEST_F(RuleTreeTest, NoRuleAtAllIsAFailureWithItsPlace) {
  std::filesystem::create_directories(at("empty"));
  const std::string bad = write("bad/one.yml", "title: A\n");
  write("blank/one.yml", "# nothing\n");

  EXPECT_EQ(refusal({at("empty")}).message, "no rule file (.yml or .yaml) under " + at("empty"));
  EXPECT_EQ(refusal({at("empty")}).where, at("empty"));
  EXPECT_EQ(refusal({at("empty"), at("empty/*.yml")}).where,
            at("empty") + ", " + at("empty/*.yml"));
  EXPECT_EQ(refusal({at("bad")}).where, bad + ":1:1");
  EXPECT_EQ(refusal({at("blank")}).where, at("blank"));
  EXPECT_EQ(refusal({at("none")}).where, at("none"));
  EXPECT_EQ(refusal({}).message, "no rule file (.yml or .yaml) under ");
}

TEST_F(RuleTreeTest, TheExamplesLoad) {
  const auto loaded = load_rules({RULEMAP_SOURCE_DIR "/examples/rules"});
  ASSERT_TRUE(loaded.ok()) << loaded.error().text();
  EXPECT_EQ(loaded->tree.rules().size(), 25u);
  EXPECT_TRUE(loaded->problems.empty());
}

}  // namespace
}  // namespace rulemap::sigma_map
