// Loading against the live rules of SigmaHQ.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "rulemap/sigma/load.h"

namespace rulemap::sigma {
namespace {

namespace fs = std::filesystem;

const std::string kRoot = RULEMAP_SHARED_DATA "/sigmahq";

class Corpus : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kRoot)) GTEST_SKIP() << "skipped: ../shared not there";
  }
  static std::vector<std::string> live() {
    std::vector<std::string> paths;
    for (const char* folder : {"rules", "rules-emerging-threats", "rules-threat-hunting",
                               "rules-placeholder", "rules-compliance"}) {
      paths.push_back(kRoot + "/" + folder);
    }
    return paths;
  }
};

// The name in "the placeholder `%name%` has no values; ...".
std::string placeholder_in(const std::string& message) {
  const std::size_t begin = message.find("`%"), end = message.find("%`");
  if (begin == std::string::npos || end == std::string::npos) return {};
  return message.substr(begin + 2, end - begin - 2);
}

TEST_F(Corpus, EveryLiveRuleLoadsButThoseWhosePlaceholdersHaveNoValues) {
  const RuleSet rules = load_paths(live());
  EXPECT_EQ(rules.rules.size(), 3780u - 25u);
  std::set<std::string> refused;
  LoadOptions options;
  for (const Problem& problem : rules.problems) {
    const std::string name = placeholder_in(problem.message);
    EXPECT_NE(name, "") << problem.text();
    EXPECT_GT(problem.place.line, 1u) << problem.text();
    options.placeholders[name] = {"some", "value"};
    refused.insert(problem.path);
  }
  EXPECT_EQ(refused.size(), 25u);
  const RuleSet all = load_paths(live(), options);
  EXPECT_EQ(all.rules.size(), 3780u);
  for (const Problem& problem : all.problems) ADD_FAILURE() << problem.text();
}

TEST_F(Corpus, ThreadsChangeNothing) {
  LoadOptions options;
  const RuleSet one = load_paths(live(), options);
  options.run_all = on_threads(4);
  const RuleSet four = load_paths(live(), options);
  ASSERT_EQ(one.rules.size(), four.rules.size());
  for (std::size_t i = 0; i < one.rules.size(); ++i) {
    EXPECT_EQ(one.rules[i].header.path, four.rules[i].header.path);
  }
  EXPECT_EQ(one.problems.size(), four.problems.size());
}

TEST_F(Corpus, RulesComeInTheOrderOfPaths) {
  const RuleSet rules = load_paths(std::vector<std::string>{kRoot + "/rules"});
  EXPECT_EQ(rules.rules.size(), 3141u);
  EXPECT_TRUE(
      std::is_sorted(rules.rules.begin(), rules.rules.end(),
                     [](const Rule& a, const Rule& b) { return a.header.path < b.header.path; }));
}

TEST_F(Corpus, WhatIsRetiredIsRefusedOnlyForAReason) {
  const RuleSet rules =
      load_paths(std::vector<std::string>{kRoot + "/deprecated", kRoot + "/unsupported"});
  std::map<std::string, int> reasons;
  for (const Problem& problem : rules.problems) {
    if (problem.weight == Problem::Weight::error) ++reasons[problem.message];
  }
  for (const auto& [reason, count] : reasons) std::cout << count << " " << reason << "\n";
  EXPECT_GT(rules.rules.size(), 172u);
}

}  // namespace
}  // namespace rulemap::sigma
