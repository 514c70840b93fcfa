#include <gtest/gtest.h>

#include <optional>
#include <random>

#include "resolve.h"
#include "rulemap/sdk/model.h"
#include "rulemap/testing/harness.h"
#include "rules_testing.h"

extern "C" const rulemap_entry rulemap_entry_sigma;

namespace rulemap::sigma_map {
namespace {

class SigmaMapTest : public RulesTest {
 protected:
  void start(const std::string& more = "") {
    step_.emplace(rulemap_entry_sigma, "sigma.map",
                  R"({"rules": [")" + at("rules") + "\"]" + more + "}");
  }
  std::string refusal(const std::string& config) {
    try {
      testing::StepHarness step(rulemap_entry_sigma, "sigma.map", config);
      return "it started";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }
  void push(const std::string& matches, const std::string& techniques = "") {
    if (!step_) start();
    const std::string tail = techniques.empty() ? "" : ", \"techniques\": " + techniques;
    out_ = step_->push("{\"matches\": " + matches + tail + "}");
    EXPECT_TRUE(step_->last_call().ok()) << step_->last_call().error.text();
    EXPECT_EQ(step_->last_call().fault, "");
  }
  template <class Entry>
  std::vector<Entry> all() {
    if (!out_.has(Entry::kField)) return {};
    return entries<Entry>(Doc(documents_.abi(), host::node_of(out_[Entry::kField])));
  }
  // "T1055 uuid" of each technique.
  std::vector<std::string> techniques() {
    std::vector<std::string> out;
    for (const Technique& each : all<Technique>()) out.push_back(each.id + " " + each.source);
    return out;
  }
  Match map_one(const std::string& said, const std::string& more = "") {
    push(R"([{"v": 1, "kind": "sigma", "said": ")" + said + "\"" + more + "}]");
    return all<Match>().at(0);
  }

  std::optional<testing::StepHarness> step_;
  host::Documents documents_;
  testing::Outgoing out_;
};

constexpr const char* kTags = "tags: [attack.execution, attack.t1059.001, attack.t1027]\n";

TEST_F(SigmaMapTest, TheOptionIsTheLicenceOfRulesThatNameNone) {
  write_rule(1, "Without");
  write_rule(2, "With", "license: MIT\n");
  start(R"(, "licence": "DRL-1.1")");
  EXPECT_EQ(map_one("Without").licence, "DRL-1.1");
  EXPECT_EQ(map_one("With").licence, "MIT");
  EXPECT_EQ(map_one("Nobody's").licence, "") << "no rule, no licence";
}

TEST_F(SigmaMapTest, WithoutTheOptionNoLicenceIsMadeUp) {
  write_rule(1, "Without");
  EXPECT_EQ(map_one("Without").licence, "");
}

TEST_F(SigmaMapTest, ALicenceIsOneLine) {
  write_rule(1, "Without");
  const std::string said = refusal(R"({"rules": [")" + at("rules") + R"("], "licence": "a\nb"})");
  EXPECT_NE(said.find("`licence` is one line"), std::string::npos) << said;
}

TEST_F(SigmaMapTest, AmendsTheMatchWithItsRule) {
  write_rule(1, "A Rule",
             std::string("level: high\nstatus: test\nauthor: Ann\nlicense: DRL-1.1\n") + kTags);
  const Match found = map_one("a rule", R"(, "source": "Integrated", "by": "virustotal",
      "how": "observed", "description": "x", "evidence": [{"Image": "a.exe"}])");
  EXPECT_EQ(found.id, uuid(1));
  EXPECT_EQ(found.title, "A Rule");
  EXPECT_EQ(found.said, "a rule");
  EXPECT_EQ(found.level, "high");
  EXPECT_EQ(found.status, "test");
  EXPECT_EQ(found.author, "Ann");
  EXPECT_EQ(found.licence, "DRL-1.1");
  EXPECT_EQ(found.reason, "title_folded");
  EXPECT_EQ(found.score, 0.95);
  EXPECT_EQ(found.source, "Integrated");
  EXPECT_EQ(found.by, "virustotal");
  EXPECT_TRUE(found.candidates.empty());
  ASSERT_EQ(found.evidence.size(), 1u);
  EXPECT_EQ(found.evidence[0].fields[0].second, "a.exe");
}

TEST_F(SigmaMapTest, WhatTheProviderSaidStays) {
  write_rule(1, "A Rule", "level: high\nauthor: Ann\n");
  const Match found = map_one("A Rule", R"(, "level": "low", "author": "Bob")");
  EXPECT_EQ(found.level, "low");
  EXPECT_EQ(found.author, "Bob");
  EXPECT_EQ(found.reason, "title");
}

TEST_F(SigmaMapTest, AnAmbiguousTitleGetsItsCandidatesOnly) {
  write_rule(1, "Twin", kTags);
  write_rule(2, "Twin", kTags);
  const Match found = map_one("Twin");
  EXPECT_EQ(found.id, "");
  EXPECT_EQ(found.title, "");
  EXPECT_EQ(found.reason, "ambiguous");
  EXPECT_EQ(found.score, 0);
  ASSERT_EQ(found.candidates.size(), 2u);
  EXPECT_EQ(found.candidates[0].id, uuid(1));
  EXPECT_EQ(found.candidates[0].title, "Twin");
  EXPECT_TRUE(techniques().empty());
}

TEST_F(SigmaMapTest, AnUnmappedTitleSaysSo) {
  write_rule(1, "A Rule");
  const Match found = map_one("Nobody's Rule");
  EXPECT_EQ(found.reason, "unmapped");
  EXPECT_EQ(found.id, "");
}

TEST_F(SigmaMapTest, AppendsTheTechniquesOfTheRule) {
  write_rule(1, "A Rule", kTags);
  map_one("A Rule");
  const auto found = all<Technique>();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].id, "T1059.001");
  EXPECT_EQ(found[0].by, "sigma");
  EXPECT_EQ(found[0].source, uuid(1));
  EXPECT_EQ(found[0].how, "observed");
  EXPECT_TRUE(found[0].evidence.empty());
  EXPECT_EQ(found[1].id, "T1027");
}

TEST_F(SigmaMapTest, ATechniqueIsNoSurerThanItsMatch) {
  write_rule(1, "A Rule", kTags);
  const std::pair<const char*, const char*> rows[] = {{"theoretical", "theoretical"},
                                                      {"evaluated", "evaluated"},
                                                      {"", "observed"},
                                                      {"proven", "observed"}};
  for (const auto& [said, how] : rows) {
    map_one("A Rule", std::string(R"(, "how": ")") + said + "\"");
    EXPECT_EQ(all<Technique>().at(0).how, how) << said;
  }
}

TEST_F(SigmaMapTest, ATechniqueOfARuleStandsOnceInARow) {
  write_rule(1, "A Rule", kTags);
  write_rule(2, "Another", "tags: [attack.t1027]\n");
  const std::string sigma = R"({"kind": "sigma", "said": )";
  push("[" + sigma + R"("A Rule"}, )" + sigma + R"("A Rule"}, )" + sigma + R"("Another"}])",
       R"([{"id": "T1059.001", "by": "sigma", "source": ")" + uuid(1) + R"("},
           {"id": "T1027", "by": "virustotal", "source": "a sandbox"}])");
  EXPECT_EQ(techniques(), (std::vector<std::string>{"T1059.001 " + uuid(1), "T1027 a sandbox",
                                                    "T1027 " + uuid(1), "T1027 " + uuid(2)}));
}

TEST_F(SigmaMapTest, OnlyOpenSigmaMatchesAreTouched) {
  write_rule(1, "A Rule", kTags);
  const std::string list = R"([{"kind":"yara","said":"A Rule"},)"
                           R"({"kind":"sigma","said":"A Rule","id":"own"},)"
                           R"({"kind":"sigma","said":"A Rule","reason":"own"},)"
                           R"({"said":"A Rule"}])";
  push(list);
  EXPECT_EQ(host::to_text(out_["matches"]), list);
  EXPECT_FALSE(out_.has("techniques"));
}

TEST_F(SigmaMapTest, ASecondTimeChangesNothing) {
  write_rule(1, "A Rule", kTags);
  map_one("A Rule");
  const std::string once = out_.json;
  out_ = step_->push(once);
  EXPECT_EQ(out_.json, once);
}

TEST_F(SigmaMapTest, MinLevelLeavesMilderRulesAlone) {
  write_rule(1, "Low", std::string("level: low\n") + kTags);
  write_rule(2, "High", std::string("level: high\n") + kTags);
  write_rule(3, "Unknown", kTags);
  start(R"(, "min_level": "medium")");
  const Match low = map_one("Low");
  EXPECT_EQ(low.reason, "below_min_level");
  EXPECT_EQ(low.id + low.title + low.level, "");
  EXPECT_LT(low.score, 0);
  EXPECT_TRUE(techniques().empty());
  EXPECT_EQ(map_one("High").id, uuid(2));
  EXPECT_EQ(map_one("Unknown").id, uuid(3));
}

TEST_F(SigmaMapTest, TheCompiledInHistoryKnowsRulesThatAreNotLoaded) {
  write_rule(1, "A Rule");
  const Match found = map_one("Use Remove-Item to Delete File");
  EXPECT_EQ(found.reason, "not_in_tree");
  EXPECT_EQ(found.id, "b8af5f36-1361-4ebe-9e76-e36128d947bf");
  EXPECT_EQ(found.title, "");
}

TEST_F(SigmaMapTest, AnotherHistoryReplacesTheCompiledInOne) {
  write_rule(1, "A Rule", kTags);
  start(R"(, "history": ")" + write("own.tsv", "Old Title\t" + uuid(1) + "\n") + "\"");
  EXPECT_EQ(map_one("Old Title").reason, "title_history");
  EXPECT_EQ(all<Match>().at(0).title, "A Rule");
  EXPECT_EQ(techniques().size(), 2u);
  EXPECT_EQ(map_one("Use Remove-Item to Delete File").reason, "unmapped");
}

TEST_F(SigmaMapTest, BadFilesAreLoggedAndCounted) {
  write_rule(1, "A Rule");
  const std::string tab = write("rules/tab.yml", "title: A\n\tid: x\n");
  start();
  const auto& log = step_->world().log();
  ASSERT_EQ(log.size(), 2u);
  EXPECT_TRUE(log[0].starts_with(tab + ":2:1: ")) << log[0];
  EXPECT_EQ(log[1], "Sigma rules: 1; problems: 1");
  EXPECT_EQ(map_one("A Rule").id, uuid(1));
}

TEST_F(SigmaMapTest, ARuleThatCannotBeEvaluatedIsJoinedByItsTitle) {
  const std::string source = "logsource: {product: windows}\ndetection:\n  condition: s\n  s: ";
  write_rule(1, "Placeholder", source + "{User|expand: '%admins%'}\n" + kTags);
  write_rule(2, "Modifier", source + "{User|contain: x}\n");
  write_rule(3, "Condition", source + "[]\n");
  write_rule(4, "No detection");
  write_rule(5, "A level of no meaning", "level: extreme\nauthor: Ann\n");
  EXPECT_EQ(map_one("Placeholder").id, uuid(1));
  EXPECT_EQ(techniques().size(), 2u);
  EXPECT_EQ(map_one("Modifier").id, uuid(2));
  EXPECT_EQ(map_one("Condition").id, uuid(3));
  EXPECT_EQ(map_one("No detection").id, uuid(4));
  EXPECT_EQ(map_one("A level of no meaning").author, "Ann");
  EXPECT_EQ(all<Match>().at(0).level, "");
  const auto& log = step_->world().log();
  ASSERT_EQ(log.size(), 2u);
  EXPECT_TRUE(log[0].starts_with(at("rules/5.yml:3:8: `level` is one of "))) << log[0];
}

TEST_F(SigmaMapTest, AStartThatFailsSaysWhere) {
  std::filesystem::create_directories(at("empty"));
  write_rule(1, "A Rule");
  const std::string history = write("bad.tsv", "no tab\n");
  const std::string rules = R"({"rules": [")" + at("rules") + "\"]";
  EXPECT_TRUE(refusal(R"({"rules": ")" + at("none") + "\"}").starts_with(at("none") + ": "));
  EXPECT_TRUE(
      refusal(R"({"rules": ")" + at("empty") + "\"}").starts_with(at("empty") + ": no rule"));
  EXPECT_TRUE(refusal(rules + R"(, "history": ")" + history + "\"}").starts_with(history + ":1: "));
  EXPECT_TRUE(refusal(rules + R"(, "min_level": "worst"})").starts_with("min_level: "));
  EXPECT_TRUE(refusal("{}").starts_with("rules: "));
}

// Entries made of random values of every type under every key that is read, and more.
class Hostile {
 public:
  std::string list() {
    std::string out = "[";
    for (unsigned left = pick(6); left-- > 0;) {
      if (out.size() > 1) out += ",";
      out += entry();
    }
    return out + "]";
  }
  std::string field() { return pick(8) == 0 ? value() : list(); }

 private:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }
  std::string entry() {
    if (pick(8) == 0) return value();
    std::string out = R"({"kind":)" + (pick(6) == 0 ? value() : std::string("\"sigma\""));
    for (const char* key : {"said", "title", "author", "level", "description", "how", "id",
                            "reason", "score", "candidates", "evidence", "by", "source", "said"}) {
      if (pick(3) == 0) out += ",\"" + std::string(key) + "\":" + value();
    }
    return out + "}";
  }
  std::string value() {
    static constexpr const char* kValues[] = {"null",
                                              "true",
                                              "7",
                                              "-1.5e300",
                                              "18446744073709551615",
                                              "[]",
                                              "{}",
                                              "\"\"",
                                              "\"Twin\"",
                                              "\"A Rule\"",
                                              "\"\\u0000\\uffff\"",
                                              "[[[[]]]]",
                                              "\"low\"",
                                              "\"sigma\"",
                                              "\"ambiguous\"",
                                              "[{\"id\":1}]",
                                              "{\"\":{}}",
                                              "\" a  RULE \""};
    return kValues[pick(std::size(kValues))];
  }

  std::mt19937 random_{20260806};
};

// Every entry of `before` is still there, and has at most got members.
bool is_kept(const host::Json& before, const host::Json& after) {
  if (!before.IsArray() || !after.IsArray() || before.Size() > after.Size()) return false;
  for (rapidjson::SizeType i = 0; i < before.Size(); ++i) {
    std::string members = host::to_text(before[i]);
    if (before[i].IsObject()) members.pop_back();  // the bracket behind which others may follow
    if (!host::to_text(after[i]).starts_with(members)) return false;
  }
  return true;
}

TEST_F(SigmaMapTest, SurvivesWrongTypesUnderEveryKey) {
  write_rule(1, "A Rule", kTags);
  write_rule(2, "Twin", "author: low\n");
  write_rule(3, "Twin", kTags);
  Hostile hostile;
  for (int i = 0; i < 20'000; ++i) {
    const std::string matches = hostile.field(), techniques = hostile.field();
    push(matches, techniques);
    const auto before =
        testing::detail::parse_object(R"({"m":)" + matches + R"(,"t":)" + techniques + "}");
    if (!before["m"].IsArray()) continue;
    ASSERT_TRUE(is_kept(before["m"], out_["matches"])) << matches << "\n" << out_.json;
    ASSERT_EQ(before["m"].Size(), out_["matches"].Size());
    if (!before["t"].IsArray()) continue;
    ASSERT_TRUE(is_kept(before["t"], out_["techniques"])) << techniques << "\n" << out_.json;
  }
}

}  // namespace
}  // namespace rulemap::sigma_map
