#include "rulemap/sdk/model.h"
#include "rulemap/testing/harness.h"
#include "rules_testing.h"

extern "C" const rulemap_entry rulemap_entry_sigma;

namespace rulemap::sigma_match {
namespace {

using sigma_map::uuid;

class SigmaMatchTest : public sigma_map::RulesTest {
 protected:
  void rule(int number, const std::string& source, const std::string& selection,
            const std::string& more = "") {
    write_rule(number, "Rule " + std::to_string(number),
               "logsource: { " + source + " }\ndetection:\n  s: { " + selection +
                   " }\n  condition: s\n" + more);
  }
  std::vector<Match> push(const std::string& events, const std::string& options = "",
                          const std::string& more = "") {
    testing::StepHarness step(rulemap_entry_sigma, "sigma.match",
                              R"({"rules": [")" + at("rules") + "\"]" + options + "}");
    out_ = step.push("{\"events\": " + events + more + "}");
    EXPECT_TRUE(step.last_call().ok()) << step.last_call().error.text();
    EXPECT_EQ(step.last_call().fault, "");
    log_ = step.world().log();
    return all<Match>();
  }
  template <class Entry>
  std::vector<Entry> all() {
    if (!out_.has(Entry::kField)) return {};
    return entries<Entry>(Doc(documents_.abi(), host::node_of(out_[Entry::kField])));
  }
  static std::string event(const std::string& category, const std::string& fields,
                           const std::string& by = "Zenbox") {
    return R"({"v": 1, "product": "windows", "category": ")" + category + R"(", "by": ")" + by +
           R"(", "fields": {)" + fields + "}}";
  }

  host::Documents documents_;
  testing::Outgoing out_;
  std::vector<std::string> log_;
};

TEST_F(SigmaMatchTest, ARuleThatHoldsBecomesAMatchWithItsEvents) {
  rule(1, "category: process_creation, product: windows", "Image|endswith: '\\cmd.exe'",
       "level: high\nstatus: test\nauthor: A\ntags: [attack.t1059.003, attack.execution]\n");
  const auto matches = push("[" + event("process_creation", R"("Image": "C:\\x\\CMD.EXE")") + "," +
                            event("process_creation", R"("Image": "C:\\cmd.exe")", "C2AE") + "," +
                            event("process_creation", R"("Image": "C:\\a.exe")") + "]");
  ASSERT_EQ(matches.size(), 1u);
  const Match& match = matches[0];
  EXPECT_EQ(match.kind, "sigma");
  EXPECT_EQ(match.id, uuid(1));
  EXPECT_EQ(match.title, "Rule 1");
  EXPECT_EQ(match.level, "high");
  EXPECT_EQ(match.author, "A");
  EXPECT_EQ(match.how, how::kEvaluated);
  EXPECT_EQ(match.by, "sigma");
  EXPECT_EQ(match.reason, "2 events");
  ASSERT_EQ(match.evidence.size(), 2u);
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(match.evidence[0].fields, (Pairs{{"Image", R"(C:\x\CMD.EXE)"}, {"seen by", "Zenbox"}}));
  EXPECT_EQ(match.evidence[1].fields, (Pairs{{"Image", R"(C:\cmd.exe)"}, {"seen by", "C2AE"}}));
  const auto techniques = all<Technique>();
  ASSERT_EQ(techniques.size(), 1u);
  EXPECT_EQ(techniques[0].id, "T1059.003");
  EXPECT_EQ(techniques[0].source, uuid(1));
  EXPECT_EQ(techniques[0].how, how::kEvaluated);
}

TEST_F(SigmaMatchTest, OnlyRulesOfTheEventsLogSourceAreAsked) {
  rule(1, "category: process_creation, product: linux", "Image: a");
  rule(2, "category: file_event, product: windows", "Image: a");
  rule(3, "category: process_creation", "Image: a");
  rule(4, "product: windows, service: sysmon", "Image: a");
  const auto matches = push("[" + event("process_creation", R"("Image": "a")") + "]");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, uuid(3));
}

TEST_F(SigmaMatchTest, EventsOfTheRegistryAreOfItsCommonCategoryToo) {
  rule(1, "category: registry_event, product: windows", "TargetObject|contains: run");
  rule(2, "category: registry_set, product: windows", "TargetObject|contains: run");
  rule(3, "category: registry_delete, product: windows", "TargetObject|contains: run");
  const auto matches = push("[" + event("registry_set", R"("TargetObject": "HKLM\\Run\\x")") + "]");
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[0].id, uuid(1));
  EXPECT_EQ(matches[1].id, uuid(2));
}

TEST_F(SigmaMatchTest, OptionsSayHowMuch) {
  rule(1, "category: file_event", "TargetFilename|contains: x", "level: low\n");
  rule(2, "category: file_event", "TargetFilename|contains: x", "level: high\n");
  rule(3, "category: file_event", "TargetFilename|contains: x");
  std::string events;
  for (const char* name : {"x1", "x2", "x3"}) {
    events += event("file_event", "\"TargetFilename\": \"" + std::string(name) + "\"") + ",";
  }
  events.pop_back();
  const auto matches =
      push("[" + events + "]", R"(, "min_level": "medium", "evidence": 1, "licence": "DRL-1.1")");
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_EQ(matches[0].id, uuid(2));
  EXPECT_EQ(matches[0].licence, "DRL-1.1");
  EXPECT_EQ(matches[0].evidence.size(), 1u);
  EXPECT_EQ(matches[1].id, uuid(3));
}

TEST_F(SigmaMatchTest, ATechniqueThatThisStepSaidBeforeIsNotSaidAgain) {
  rule(1, "category: file_event", "TargetFilename: x", "tags: [attack.t1001]\n");
  push("[" + event("file_event", R"("TargetFilename": "x")") + "]", "",
       R"(, "techniques": [{"v": 1, "id": "T1001", "by": "sigma", "source": ")" + uuid(1) +
           R"("}])");
  EXPECT_EQ(all<Technique>().size(), 1u);
}

TEST_F(SigmaMatchTest, WithoutEventsThereIsNothingToDo) {
  rule(1, "category: file_event", "TargetFilename: x");
  EXPECT_TRUE(push("[]").empty());
  EXPECT_TRUE(push(R"([1, null, {"fields": 2}, {"category": "file_event"}])").empty());
}

TEST_F(SigmaMatchTest, ABadRuleIsSaidAndStopsNothing) {
  rule(1, "category: file_event", "TargetFilename: x");
  rule(2, "category: file_event", "TargetFilename|contain: x");
  EXPECT_EQ(push("[" + event("file_event", R"("TargetFilename": "x")") + "]").size(), 1u);
  ASSERT_FALSE(log_.empty());
  EXPECT_NE(log_[0].find("2.yml:"), std::string::npos) << log_[0];
  EXPECT_NE(log_[0].find("contains"), std::string::npos) << log_[0];
}

TEST_F(SigmaMatchTest, AnEventOfALogTellsItsLogSourceItself) {
  rule(1, "category: process_creation, product: windows", "Image|endswith: '\\cmd.exe'");
  rule(2, "category: file_event, product: windows", "Image|endswith: '\\cmd.exe'");
  const std::string channel = "Microsoft-Windows-Sysmon/Operational";
  const std::string evtx =
      R"({"Event": {"System": {"Channel": ")" + channel +
      R"(", "EventID": {"#text": 1}}, "EventData": {"Image": "C:\\cmd.exe"}}})";
  const std::string winlogbeat = R"({"winlog": {"channel": ")" + channel +
                                 R"(", "event_id": 1, "event_data": {"Image": "C:\\cmd.exe"}}})";
  const std::string nobodys = R"({"Image": "C:\\cmd.exe"})";
  std::string events;
  for (const std::string& fields : {evtx, winlogbeat, nobodys}) {
    events += R"({"v": 1, "by": "a.jsonl:1", "fields": )" + fields + "},";
  }
  events.pop_back();
  const auto matches = push("[" + events + "]");
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, uuid(1));
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  ASSERT_EQ(matches[0].evidence.size(), 2u);
  EXPECT_EQ(matches[0].evidence[0].fields, (Pairs{{"Channel", channel},
                                                  {"EventID", "1"},
                                                  {"Image", R"(C:\cmd.exe)"},
                                                  {"seen by", "a.jsonl:1"}}));
  EXPECT_EQ(matches[0].evidence[1].fields, (Pairs{{"winlog.channel", channel},
                                                  {"winlog.event_id", "1"},
                                                  {"Image", R"(C:\cmd.exe)"},
                                                  {"seen by", "a.jsonl:1"}}));
}

TEST_F(SigmaMatchTest, AFilterThatNamesNoRuleIsSaid) {
  rule(1, "category: file_event", "TargetFilename: x");
  write("rules/f.yml",
        "title: F\nlogsource: { category: file_event }\nfilter:\n  rules: [gone]\n"
        "  s: { User: y }\n  condition: not s\n");
  EXPECT_EQ(push("[" + event("file_event", R"("TargetFilename": "x")") + "]").size(), 1u);
  ASSERT_FALSE(log_.empty());
  EXPECT_TRUE(log_[0].starts_with(at("rules/f.yml:4:11: the filter names `gone`"))) << log_[0];
}

TEST_F(SigmaMatchTest, WithoutARuleItDoesNotStart) {
  write("rules/a.yml", "title: none\n");
  EXPECT_THROW(testing::StepHarness(rulemap_entry_sigma, "sigma.match",
                                    R"({"rules": [")" + at("rules") + "\"]}"),
               std::runtime_error);
}

}  // namespace
}  // namespace rulemap::sigma_match
