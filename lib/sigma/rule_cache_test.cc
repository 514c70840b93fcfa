#include "rule_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "load_testing.h"
#include "rule_archive.h"

namespace rulemap::sigma {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every kind of test, correlation and problem.
const std::string kRules = R"(title: A
id: 11111111-1111-4111-8111-111111111111
name: a
level: high
tags: [attack.t1059]
related: [{id: 22222222-2222-4222-8222-222222222222, type: derived}]
logsource: {product: windows, category: process_creation}
detection:
  s:
    - Image|endswith: ['\\a.exe', '*b?c']
      CommandLine|re|i: 'x+y'
      Ip|cidr: 10.0.0.0/8
      N|gte: 5
      EventID: 4688
    - M: null
      E|exists: true
      F|fieldref: Image
      T|hour: 3
  k: [word, other]
  condition: s and not k
---
title: C
correlation:
  type: temporal_ordered
  rules: [a]
  group-by: [User]
  timespan: 5m
---
title: D
correlation:
  type: value_percentile
  rules: [a]
  timespan: 1h
  aliases: {u: {a: User}}
  group-by: [u]
  condition: {field: N, percentile: 90, gte: 1.5}
---
title: Bad
logsource: {category: x}
detection: {s: {A|nonsense: 1}, condition: s}
)";

class RuleCache : public ::testing::Test {
 protected:
  RuleCache() : folder_(fs::path(::testing::TempDir()) / "rule_cache_test") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    rules_ = folder_ / "rules.yml";
    cache_ = folder_ / "cache";
    std::ofstream(rules_) << kRules;
  }
  ~RuleCache() override { fs::remove_all(folder_); }

  RuleSet load(LoadOptions options = {}) const {
    options.cache = cache_;
    return load_paths(std::vector<std::string>{rules_}, options);
  }
  // What was kept is marked, so that rules that came from there can be told.
  void mark() const {
    RuleSet rules = load();
    rules.rules[0].header.title = "from the cache";
    const std::string text = text_of(rules_);
    const std::vector<RuleText> texts = {{rules_, text}};
    ASSERT_TRUE(write_cache(cache_, cache_key(texts, {}), rules));
  }
  bool is_from_cache(const RuleSet& rules) const {
    return rules.rules.at(0).header.title == "from the cache";
  }

  fs::path folder_, rules_, cache_;
};

TEST_F(RuleCache, WhatComesBackIsWhatWasLoaded) {
  const RuleSet plain = load_paths(std::vector<std::string>{rules_});
  ASSERT_EQ(plain.rules.size(), 1U);
  ASSERT_EQ(plain.correlations.size(), 2U) << problems_of(plain);
  ASSERT_FALSE(plain.problems.empty());
  EXPECT_EQ(archived(load()), archived(plain));  // writes
  ASSERT_TRUE(fs::exists(cache_));
  const RuleSet kept = load();
  EXPECT_EQ(archived(kept), archived(plain));
  EXPECT_EQ(shown(kept.rules[0].expression), shown(plain.rules[0].expression));
  EXPECT_EQ(problems_of(kept), problems_of(plain));
}

TEST_F(RuleCache, IsUsedWhileTextsAndOptionsStayTheSame) {
  mark();
  EXPECT_TRUE(is_from_cache(load()));
  EXPECT_FALSE(is_from_cache(load({.placeholders = {{"x", {"y"}}}})));
  mark();
  EXPECT_FALSE(is_from_cache(load({.limits = {.values = 1000}})));
  mark();
  std::ofstream(rules_, std::ios::app) << "# a remark\n";
  EXPECT_FALSE(is_from_cache(load()));
}

TEST_F(RuleCache, IsNotTakenFromAFileThatOthersMayWrite) {
  mark();
  ASSERT_EQ(chmod(cache_.c_str(), 0620), 0);
  EXPECT_FALSE(is_from_cache(load()));
  mark();
  fs::rename(cache_, folder_ / "elsewhere");
  fs::create_symlink(folder_ / "elsewhere", cache_);
  EXPECT_FALSE(is_from_cache(load()));
}

TEST_F(RuleCache, NothingElseIsEverWrittenOver) {
  std::ofstream(folder_ / "notes.txt") << "my notes";
  fs::create_directories(folder_ / "folder");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  fs::create_symlink(folder_ / "notes.txt", folder_ / "link");
  std::ofstream(folder_ / "empty").flush();
  for (const char* const name : {"notes.txt", "folder", "pipe", "link", "empty", "rules.yml"}) {
    cache_ = folder_ / name;
    const auto before = fs::symlink_status(cache_).type();
    const RuleSet rules = load();
    EXPECT_EQ(rules.rules.size(), 1U) << name;
    EXPECT_NE(problems_of(rules).find("this is no cache of rules"), std::string::npos) << name;
    EXPECT_EQ(fs::symlink_status(cache_).type(), before) << name;
  }
  EXPECT_EQ(text_of(folder_ / "notes.txt"), "my notes");
  EXPECT_EQ(text_of(rules_), kRules);
}

TEST_F(RuleCache, ADamagedFileIsWrittenAnew) {
  mark();
  const std::string whole = text_of(cache_);
  for (const std::size_t length : {std::size_t{20}, whole.size() - 1}) {
    std::ofstream(cache_) << whole.substr(0, length);
    EXPECT_FALSE(is_from_cache(load())) << length;
  }
  std::string flipped = whole;
  flipped[flipped.size() / 2] ^= 1;
  std::ofstream(cache_) << flipped;
  EXPECT_FALSE(is_from_cache(load()));
  EXPECT_EQ(archived(load()), archived(load_paths(std::vector<std::string>{rules_})));
}

TEST_F(RuleCache, AFileThatCannotBeWrittenIsAWarning) {
  cache_ = folder_ / "nowhere" / "cache";
  const RuleSet rules = load();
  EXPECT_EQ(rules.rules.size(), 1U);
  const auto at = std::find_if(rules.problems.begin(), rules.problems.end(),
                               [&](const Problem& each) { return each.path == cache_; });
  ASSERT_NE(at, rules.problems.end());
  EXPECT_EQ(at->weight, Problem::Weight::warning);
}

// Whoever can write the file can make its digests right, too.
TEST_F(RuleCache, WrongBytesAreRefusedOrHarmless) {
  const std::string whole = archived(load());
  std::mt19937 random(3);
  std::size_t refused = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = whole;
    for (auto n = 1 + random() % 3; n > 0; --n) {
      bytes[random() % bytes.size()] =
          static_cast<char>(random() % 4 == 0 ? random() : random() % 9);
    }
    if (i % 10 == 0) bytes.resize(random() % bytes.size());
    if (!unarchived(bytes)) ++refused;
  }
  EXPECT_GT(refused, 5000U);
}

}  // namespace
}  // namespace rulemap::sigma
