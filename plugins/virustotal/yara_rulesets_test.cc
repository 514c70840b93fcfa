#include "report_testing.h"
#include "ruleset_questions.h"

namespace rulemap::virustotal {
namespace {

const std::string kYaraResult =
    R"({"rule_name": "Emotet", "ruleset_id": "00c291ca7f", "ruleset_name": "mal",)"
    R"( "source": "https://github.com/ditekshen/detection"})";
const std::string kReport = R"("crowdsourced_yara_results": [)" + kYaraResult + "]";
const std::string kRuleset =
    R"({"data": {"attributes": {"name": "mal", "rules": "rule x { condition: true } rule Emotet )"
    R"({ meta: malware_family = \"Emotet\" mitre_att = \"T1055\" condition: true }"}}})";
constexpr const char* kWithRulesets = R"({"sandboxes": "off", "related": 0, "rulesets": true})";

class YaraRulesets : public ReportTest {
 protected:
  // The answers to the questions for rulesets.
  Outgoing ask_rulesets(std::vector<Reply> replies, const std::string& attributes = kReport) {
    step_ =
        std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report", kWithRulesets);
    auto script = step_->world().http().on("GET *");
    script.reply(200, file_body(attributes));
    for (Reply& each : replies) script.reply(std::move(each));
    return push(indicator("md5", kMd5));
  }
  static std::string member(const Outgoing& row, const char* name, std::size_t of = 0) {
    const auto& list = row["matches"];
    if (of >= list.Size() || !list[static_cast<unsigned>(of)].HasMember(name)) return "";
    return list[static_cast<unsigned>(of)][name].GetString();
  }
};

TEST_F(YaraRulesets, AreNotAskedForUnlessTheFileSaysSo) {
  const Outgoing row = ask_file(kReport);
  EXPECT_EQ(asked().size(), 2u);
  EXPECT_FALSE(row.has("vt.rulesets"));
  EXPECT_EQ(member(row, "id"), "Emotet");
  EXPECT_EQ(member(row, "licence"), "BSD-2-Clause");
}
TEST_F(YaraRulesets, SayWhatTheirRulesAreAbout) {
  const Outgoing row = ask_rulesets({{200, kRuleset}});
  ASSERT_EQ(asked().size(), 2u);
  EXPECT_TRUE(asked()[1].ends_with("/yara_rulesets/00c291ca7f")) << asked()[1];
  EXPECT_EQ(row.text("vt.rulesets"), "known");
  const auto matches = listed<Match>(row);
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].families, std::vector<std::string>{"Emotet"});
  EXPECT_TRUE(matches[0].text.starts_with("rule Emotet"));
  EXPECT_EQ(matches[0].licence, "BSD-2-Clause");
  EXPECT_EQ(member(row, "text_state"), "kept");
  const auto techniques = listed<Technique>(row);
  ASSERT_EQ(techniques.size(), 1u);
  EXPECT_EQ(techniques[0].id, "T1055");
  EXPECT_EQ(techniques[0].by, "yara");
  EXPECT_EQ(techniques[0].source, "Emotet");
  EXPECT_EQ(techniques[0].how, "observed");
}
TEST_F(YaraRulesets, OfSeveralResultsAreAskedForOnce) {
  const std::string other = R"({"rule_name": "gone", "ruleset_id": "00c291ca7f"})";
  const Outgoing row = ask_rulesets(
      {{200, kRuleset}}, R"("crowdsourced_ids_results": [{"rule_id": "1:2", "rule_msg": "m"}],
      "crowdsourced_yara_results": [)" +
                             kYaraResult + "," + other + "]");
  EXPECT_EQ(asked().size(), 2u);
  EXPECT_EQ(member(row, "kind", 0), "snort");
  EXPECT_EQ(member(row, "text_state", 0), "");
  EXPECT_EQ(member(row, "text_state", 1), "kept");
  EXPECT_EQ(member(row, "text_state", 2), "missing");
}
TEST_F(YaraRulesets, ThatCannotBeHadNowAreAskedForAgainAndTheReportIsNot) {
  Outgoing row = ask_rulesets({{503, ""}, {200, kRuleset}});
  EXPECT_EQ(row.verdict.kind, Verdict::retry);
  EXPECT_EQ(row.text("lookup.vt"), "known");
  EXPECT_EQ(row.text("vt.rulesets"), "failed");
  row = push(row.json);
  EXPECT_EQ(asked().size(), 3u);
  EXPECT_EQ(row.text("vt.rulesets"), "known");
  EXPECT_EQ(member(row, "text_state"), "kept");
  EXPECT_EQ(listed<Match>(row).size(), 1u);
}
TEST_F(YaraRulesets, ThatTheKeyMayNotReadAreAskedForOnce) {
  Outgoing row = ask_rulesets({{403, error_body("ForbiddenError")}, {200, file_body(kReport)}});
  EXPECT_EQ(row.verdict.kind, Verdict::ok);
  EXPECT_EQ(row.text("vt.rulesets"), "failed");
  row = push(indicator("md5", kMd5));
  EXPECT_EQ(asked().size(), 3u);
  EXPECT_EQ(row.text("vt.rulesets"), "not_asked");
  ASSERT_EQ(log().size(), 1u);
}
TEST_F(YaraRulesets, ThatVirusTotalDoesNotKnowHaveNoRules) {
  const Outgoing row = ask_rulesets({{404, error_body("NotFoundError")}});
  EXPECT_EQ(row.text("vt.rulesets"), "known");
  EXPECT_EQ(member(row, "text_state"), "missing");
  EXPECT_EQ(member(row, "licence"), "BSD-2-Clause");
}
TEST_F(YaraRulesets, AreAskedForByIdsAlone) {
  EXPECT_EQ(ruleset_path("00c291ca7f"), "/yara_rulesets/00c291ca7f");
  for (const char* id : {"", "../files/a", "00 c2", "00C2"}) EXPECT_EQ(ruleset_path(id), "") << id;
  EXPECT_EQ(ruleset_path(std::string(65, 'a')), "");
}

}  // namespace
}  // namespace rulemap::virustotal
