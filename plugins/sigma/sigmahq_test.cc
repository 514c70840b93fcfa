// sigma.map against the rules of SigmaHQ and every title they ever had.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <map>
#include <set>

#include "resolve.h"
#include "rulemap/paths/find_files.h"
#include "rulemap/testing/harness.h"

namespace rulemap::sigma_map {
namespace {

namespace fs = std::filesystem;

const std::string kRules = RULEMAP_SHARED_DATA "/sigmahq/rules";
const std::string kTitles = RULEMAP_SHARED_DATA "/sigma-titles/title-to-uuids.json";

class SigmaHq : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!fs::exists(kRules)) return;
    const auto begin = std::chrono::steady_clock::now();
    loaded_ = new LoadedRules(load_rules({kRules}, {}));
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    std::cout << "loading " << loaded_->tree.rules().size() << " rules took " << took.count()
              << " ms\n";
    history_ = new TitleHistory(std::move(TitleHistory::compiled_in().value()));
  }
  static void TearDownTestSuite() {
    delete loaded_;
    delete history_;
    loaded_ = nullptr;
    history_ = nullptr;
  }
  void SetUp() override {
    if (!loaded_ || !fs::exists(kTitles)) GTEST_SKIP() << "skipped: ../shared not there";
  }
  static const RuleTree& tree() { return loaded_->tree; }
  static Resolution map(const Said& said) { return resolve(tree(), *history_, said); }
  // Each title with its ids, as the shared data has them.
  static std::map<std::string, std::set<std::string>> titles() {
    std::map<std::string, std::set<std::string>> out;
    const std::string text = paths::read_text_file(kTitles, std::size_t{16} << 20).value();
    const rapidjson::Document json = testing::detail::parse_object(text);
    for (const auto& member : json.GetObject()) {
      for (const auto& id : member.value.GetArray()) {
        out[std::string(host::view_of(member.name))].emplace(host::view_of(id));
      }
    }
    return out;
  }

  static inline LoadedRules* loaded_ = nullptr;
  static inline TitleHistory* history_ = nullptr;
};

TEST_F(SigmaHq, LoadsEveryRule) {
  EXPECT_EQ(tree().rules().size(), 3141u);
  for (const sigma::Problem& problem : loaded_->problems) ADD_FAILURE() << problem.text();
}

TEST_F(SigmaHq, EveryTierLoads) {
  const auto all = load_rules({RULEMAP_SHARED_DATA "/sigmahq"}, {});
  EXPECT_EQ(all.tree.rules().size(), 4039u);
  for (const sigma::Problem& problem : all.problems) ADD_FAILURE() << problem.text();
}

TEST_F(SigmaHq, EveryCurrentTitleIsItsRule) {
  for (const sigma::Header& rule : tree().rules()) {
    const Resolution found = map({rule.title, "", "", ""});
    EXPECT_EQ(found.reason, reason::kTitle) << rule.title;
    EXPECT_EQ(found.id, rule.id) << rule.title;
  }
}

TEST_F(SigmaHq, EveryTitleThatARuleEverHadLeadsOnlyToRulesThatHadIt) {
  std::map<std::string_view, int> counts;
  for (const auto& [title, ids] : titles()) {
    const Resolution found = map({title, "", "", ""});
    ++counts[found.reason];
    const bool by_history = found.reason == reason::kTitleHistory || !found.rule;
    EXPECT_TRUE(!by_history || found.id.empty() || ids.count(found.id)) << title;
  }
  for (const auto& [why, count] : counts) std::cout << why << " " << count << "\n";
  EXPECT_LE(counts[reason::kUnmapped], 4);
}

TEST_F(SigmaHq, ATitleOfSeveralRulesIsNeverJustTheFirst) {
  int several = 0;
  for (const auto& [title, ids] : titles()) {
    std::vector<const sigma::Header*> loaded;
    for (const std::string& id : ids) {
      if (const sigma::Header* rule = tree().by_id(id)) loaded.push_back(rule);
    }
    if (loaded.size() < 2 || !tree().by_folded_title(title).empty()) continue;
    ++several;
    EXPECT_EQ(map({title, "", "", ""}).reason, reason::kAmbiguous) << title;
    EXPECT_EQ(map({title, "", "", ""}).candidates.size(), loaded.size()) << title;
    for (const sigma::Header* rule : loaded) {
      const Resolution found = map({title, rule->author, rule->level, rule->description});
      EXPECT_TRUE(found.id == rule->id || found.reason == reason::kAmbiguous) << title;
    }
  }
  std::cout << several << " titles of several rules\n";
  EXPECT_GT(several, 20);
}

}  // namespace
}  // namespace rulemap::sigma_map
