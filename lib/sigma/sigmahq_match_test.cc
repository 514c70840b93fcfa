// SigmaHQ's rules against its own regression events, and against real events beside the oracle.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "long_run_testing.h"
#include "oracle_testing.h"
#include "rulemap/sigma/event_reader.h"
#include "rulemap/sigma/load.h"
#include "rulemap/sigma/log_source.h"
#include "rulemap/sigma/matcher.h"

namespace rulemap::sigma {
namespace {

// Sanitizers take a multiple of the time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kRealEvents = 200;
#else
constexpr std::size_t kRealEvents = 2000;
#endif

namespace fs = std::filesystem;

const std::string kData = RULEMAP_SHARED_DATA;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Objects one after the other, as SigmaHQ's files have them.
std::vector<std::string> objects_in(const std::string& text) {
  std::vector<std::string> out;
  int depth = 0;
  bool in_text = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_text) {
      if (text[i] == '\\') ++i;
      if (text[i] == '"') in_text = false;
      continue;
    }
    if (text[i] == '"') in_text = true;
    if (text[i] == '{' && depth++ == 0) begin = i;
    if (text[i] == '}' && --depth == 0) out.push_back(text.substr(begin, i + 1 - begin));
  }
  return out;
}

class SigmaHqMatch : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!fs::exists(kData + "/sigmahq")) return;
    std::vector<std::string> paths;
    for (const char* folder : {"rules", "rules-emerging-threats", "rules-threat-hunting",
                               "rules-placeholder", "rules-compliance"}) {
      paths.push_back(kData + "/sigmahq/" + folder);
    }
    rules_ = new RuleSet(load_paths(paths));
  }
  static void TearDownTestSuite() {
    delete rules_;
    rules_ = nullptr;
  }
  void SetUp() override {
    if (rules_ == nullptr) GTEST_SKIP() << "skipped: ../shared not there";
  }
  static std::set<std::string> ids(std::span<const std::uint32_t> hits) {
    std::set<std::string> out;
    for (const std::uint32_t hit : hits) out.insert(rules_->rules[hit].header.id);
    return out;
  }
  // Of the file named by a rule's id, wherever it stands.
  static std::map<std::string, std::vector<std::string>> regression_events() {
    std::map<std::string, std::vector<std::string>> out;
    for (const auto& each : fs::recursive_directory_iterator(kData + "/sigmahq-regression")) {
      const fs::path& path = each.path();
      if (path.extension() != ".json" || path.stem() == "expected-matches") continue;
      out[path.stem()] = objects_in(text_of(path));
    }
    return out;
  }

  static inline RuleSet* rules_ = nullptr;
};

TEST_F(SigmaHqMatch, EveryRuleMatchesItsEvents) {
  const Matcher matcher(*rules_);
  Matching matching(matcher);
  EventReader reader(matcher.fields());
  Event event;
  std::size_t rules = 0;
  for (const auto& [id, events] : regression_events()) {
    std::size_t matched = 0;
    for (const std::string& json : events) {
      ASSERT_TRUE(reader.read(json, event)) << id;
      matched += ids(matching.match(event)).count(id);
    }
    EXPECT_GT(matched, 0u) << id;
    ++rules;
  }
  EXPECT_EQ(rules, 87u);
}

TEST_F(SigmaHqMatch, WithoutLogSourceTheHitsAreThoseExpected) {
  const auto events = regression_events();
  const Matcher matcher(*rules_, {.by_log_source = false});
  Matching matching(matcher);
  EventReader reader(matcher.fields());
  Event event;
  rapidjson::Document expected;
  expected.Parse(text_of(kData + "/sigmahq-regression/expected-matches.json").c_str());
  ASSERT_EQ(expected.Size(), 106u);
  for (const auto& each : expected.GetArray()) {
    std::set<std::string> wanted;
    for (const auto& id : each["matches_ignoring_logsource"].GetArray())
      wanted.insert(id.GetString());
    const std::string file = each["rule_id"].GetString();
    ASSERT_TRUE(reader.read(events.at(file).at(each["event_in_file"].GetUint()), event));
    EXPECT_EQ(ids(matching.match(event)), wanted) << file;
  }
}

// Every nth line, so that all kinds of events are there; all lines in a long run.
std::vector<std::string> some_events(std::size_t count) {
  std::vector<std::string> lines, out;
  gzFile file = gzopen((kData + "/events/windows-and-cloud.jsonl.gz").c_str(), "rb");
  std::string text(1 << 20, '\0'), rest;
  for (int got = 0; (got = gzread(file, text.data(), static_cast<unsigned>(text.size()))) > 0;) {
    rest.append(text, 0, static_cast<std::size_t>(got));
  }
  gzclose(file);
  std::istringstream stream(rest);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  if (testing::is_long_run()) return lines;
  for (std::size_t i = 0; i < count; ++i) out.push_back(lines[i * lines.size() / count]);
  return out;
}

TEST_F(SigmaHqMatch, RealEventsMatchAsTheOracleSays) {
  const Matcher matcher(*rules_, {.by_log_source = false});
  const Matcher gated(*rules_);
  Matching matching(matcher), gated_matching(gated);
  EventReader reader(matcher.fields());
  Event event;
  std::size_t hits = 0;
  const std::vector<std::string> events = some_events(kRealEvents);
  for (const std::string& json : events) {
    const testing::OracleEvent slow(json);
    std::vector<std::uint32_t> expected, expected_gated;
    ASSERT_TRUE(reader.read(json, event));
    for (std::uint32_t i = 0; i < rules_->rules.size(); ++i) {
      if (!testing::holds(rules_->rules[i].expression, slow)) continue;
      expected.push_back(i);
      if (fits(rules_->rules[i].source, event_source(event.origin()))) expected_gated.push_back(i);
    }
    const auto got = matching.match(event);
    ASSERT_EQ(std::vector<std::uint32_t>(got.begin(), got.end()), expected) << json;
    const auto got_gated = gated_matching.match(event);
    ASSERT_EQ(std::vector<std::uint32_t>(got_gated.begin(), got_gated.end()), expected_gated)
        << json;
    hits += got.size();
  }
  EXPECT_GT(hits, kRealEvents);  // else nothing was compared but silence
  RecordProperty("events", static_cast<int>(events.size()));
  RecordProperty("hits", static_cast<int>(hits));
}

}  // namespace
}  // namespace rulemap::sigma
