#include "event/words.h"

#include <gtest/gtest.h>

namespace rulemap::misp {
namespace {

TEST(Words, SayWhatTheJudgesSaid) {
  Reputation said{
      .malicious = 41, .suspicious = {}, .total = 72, .label = {}, .by = "vt", .at_ms = {}};
  EXPECT_EQ(reputation_words(said), "vt: 41 of 72 say malicious");
  said.suspicious = 2;
  said.label = "trojan.agent\n";
  said.at_ms = 1'767'225'600'000;
  EXPECT_EQ(reputation_words(said),
            "vt: 41 of 72 say malicious, 2 suspicious, label trojan.agent  (2026-01-01)");
  EXPECT_EQ(reputation_words({}), "");
}

TEST(Words, NeverShowFailedAsUnknown) {
  struct Case {
    std::vector<Lookup> lookups;
    std::vector<std::string> failed_steps;
    const char* words;
    bool incomplete;
  };
  const Case rows[] = {
      {{}, {}, "", false},
      {{{"vt", "known"}}, {}, "", false},
      {{{"vt", "unknown"}}, {}, "unknown to vt", false},
      {{{"vt", "failed"}}, {}, "not looked up: vt failed", true},
      {{{"vt", "failed"}}, {"vt"}, "not looked up: vt failed", true},
      {{{"vt", "not_asked"}}, {}, "not looked up: vt was not asked", true},
      {{{"one", "unknown"}, {"two", "failed"}, {"vt", "unknown"}},
       {},
       "unknown to one, vt; not looked up: two failed",
       true},
      {{{"vt", "known"}}, {"sigma"}, "incomplete, these steps failed: sigma", true},
  };
  for (const Case& each : rows) {
    Finding finding;
    finding.lookups = each.lookups;
    finding.failed_steps = each.failed_steps;
    EXPECT_EQ(lookup_words(finding), each.words);
    EXPECT_EQ(is_incomplete(finding), each.incomplete) << each.words;
  }
}

TEST(Words, KeepWhatATagHasNoRoomFor) {
  Match match{.kind = "sigma",
              .id = "2617e7ed",
              .title = "Suspicious Run",
              .level = "high",
              .author = "Jane Roe",
              .licence = "DRL 1.1",
              .by = "virustotal",
              .how = "observed"};
  match.evidence = {{{{"Image", "C:\\a.exe"}, {"CommandLine", "a.exe -x"}}}};
  EXPECT_EQ(match_words(match),
            "sigma 2617e7ed high Suspicious Run by Jane Roe, licence DRL 1.1 (observed, "
            "virustotal; matched on Image=C:\\a.exe, CommandLine=a.exe -x)");
  match.evidence.push_back(match.evidence[0]);
  EXPECT_NE(match_words(match).find(", and 1 more events)"), std::string::npos);
}

TEST(Words, SayWhichRulesItMayBe) {
  const Match match{.kind = "sigma",
                    .said = "Old Title",
                    .by = "virustotal",
                    .how = "observed",
                    .reason = "ambiguous",
                    .candidates = {{"id-1", "A"}, {"id-2", "B"}}};
  EXPECT_EQ(match_words(match),
            "sigma one of id-1 or id-2 Old Title (observed, virustotal, ambiguous)");
  EXPECT_EQ(match_words({.kind = "yara", .said = "Some_Rule"}), "yara without id Some_Rule");
}

TEST(Words, BoundHostileEvidence) {
  Match match{.kind = "sigma", .said = std::string(100'000, 'x')};
  match.evidence.resize(1);
  for (int i = 0; i < 1000; ++i) {
    match.evidence[0].fields.emplace_back("k" + std::to_string(i), std::string(10'000, 'y'));
  }
  EXPECT_LE(match_words(match).size(), 2000u);
}

}  // namespace
}  // namespace rulemap::misp
