#include "resolve.h"

#include <gtest/gtest.h>

#include "rules_testing.h"

namespace rulemap::sigma_map {
namespace {

class ResolveTest : public ::testing::Test {
 protected:
  ResolveTest() {
    add(1, "Plain");
    add(2, "Twin", "Ann", "high", "One thing");
    add(3, "Twin", "Bob", "high", "Another thing");
    add(4, "Twin", "Bob", "low", "A third thing");
    add(5, "Case Differs");
    add(6, "case differs");
    add(7, "New Name", "Ann");
    add(8, "Newer Name", "Bob");
    history_ = *TitleHistory::from_tsv(line("Old Name", {7}) + line("Plain", {8}) +
                                       line("Shared", {7, 8}) + line("Half Gone", {8, 90}) +
                                       line("Gone", {91}) + line("All Gone", {91, 92}));
  }
  void add(int number, std::string title, std::string author = "", std::string level = "",
           std::string description = "") {
    sigma::Header rule;
    rule.id = uuid(number);
    rule.title = std::move(title);
    rule.author = std::move(author);
    rule.level = std::move(level);
    rule.description = std::move(description);
    ASSERT_TRUE(tree_.add(std::move(rule)));
  }
  static std::string line(const std::string& title, const std::vector<int>& numbers) {
    std::string out = title + "\t";
    for (const int number : numbers) out += uuid(number) + ",";
    out.back() = '\n';
    return out;
  }
  Resolution map(const Said& said) { return resolve(tree_, history_, said); }

  RuleTree tree_;
  TitleHistory history_;
};

struct Row {
  Said said;
  std::string_view reason;
  int rule;  // 0: none
  double score;
};

TEST_F(ResolveTest, EveryWay) {
  const Row rows[] = {
      {{"Plain", "", "", ""}, reason::kTitle, 1, 1.0},  // the history's Plain is another rule
      {{"PLAIN ", "", "", ""}, reason::kTitleFolded, 1, 0.95},
      {{"Case Differs", "", "", ""}, reason::kTitle, 5, 1.0},
      {{"case differs", "", "", ""}, reason::kTitle, 6, 1.0},
      {{"CASE DIFFERS", "", "", ""}, reason::kAmbiguous, 0, 0},
      {{"Old Name", "", "", ""}, reason::kTitleHistory, 7, 0.9},
      {{"old name", "", "", ""}, reason::kTitleHistory, 7, 0.9},
      {{"Half Gone", "", "", ""}, reason::kTitleHistory, 8, 0.7},
      {{"Shared", "", "", ""}, reason::kAmbiguous, 0, 0},
      {{"Shared", "ann", "", ""}, reason::kAuthor, 7, 0.8},
      {{"Gone", "", "", ""}, reason::kNotInTree, 91, 0.9},
      {{"All Gone", "", "", ""}, reason::kNotInTree, 0, 0},
      {{"Nobody's", "Ann", "high", ""}, reason::kUnmapped, 0, 0},
      {{"", "", "", ""}, reason::kUnmapped, 0, 0},
      {{"Twin", "Ann", "", ""}, reason::kAuthor, 2, 0.8},
      {{"Twin", "Ann", "low", "A third thing"}, reason::kAuthor, 2, 0.8},  // author goes first
      {{"Twin", "Bob", "LOW", ""}, reason::kLevel, 4, 0.6},
      {{"Twin", "", "low", ""}, reason::kLevel, 4, 0.6},
      {{"Twin", "Bob", "", "another  THING\n"}, reason::kDescription, 3, 0.8},
      {{"Twin", "Cid", "medium", "One thing"}, reason::kDescription, 2, 0.8},  // none agrees: all
      {{"Twin", "Bob", "medium", "One thing"}, reason::kAmbiguous, 0, 0},
      {{"Twin", "", "high", ""}, reason::kAmbiguous, 0, 0},
      {{"Twin", "", "", ""}, reason::kAmbiguous, 0, 0},
  };
  for (const Row& row : rows) {
    const Resolution found = map(row.said);
    EXPECT_EQ(found.reason, row.reason) << row.said.title << " " << row.said.author;
    EXPECT_EQ(found.id, row.rule == 0 ? "" : uuid(row.rule)) << row.said.title;
    EXPECT_EQ(found.score, row.score) << row.said.title;
    EXPECT_EQ(found.rule != nullptr, row.rule != 0 && row.reason != reason::kNotInTree);
  }
}

TEST_F(ResolveTest, AnAmbiguousTitleNamesAllItsRules) {
  const Resolution twin = map({"Twin", "Bob", "", ""});
  ASSERT_EQ(twin.candidates.size(), 3u);
  EXPECT_EQ(twin.candidates[0].id, uuid(2));
  EXPECT_EQ(twin.candidates[0].title, "Twin");
  const Resolution shared = map({"Shared", "", "", ""});
  ASSERT_EQ(shared.candidates.size(), 2u);
  EXPECT_EQ(shared.candidates[1].title, "Newer Name");
  const Resolution gone = map({"All Gone", "", "", ""});
  ASSERT_EQ(gone.candidates.size(), 2u);
  EXPECT_EQ(gone.candidates[1].id, uuid(92));
  EXPECT_EQ(gone.candidates[1].title, "");
}

TEST_F(ResolveTest, OneRuleNeedsNoTieBreak) {
  EXPECT_EQ(map({"Plain", "Somebody Else", "critical", "No"}).reason, reason::kTitle);
  EXPECT_TRUE(map({"Plain", "", "", ""}).candidates.empty());
}

}  // namespace
}  // namespace rulemap::sigma_map
