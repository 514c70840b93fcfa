#include "ids_reader.h"

#include "rule_testing.h"

namespace rulemap::virustotal {
namespace {

using Texts = std::vector<std::string>;

class IdsReader : public RuleReaderTest {
 protected:
  // The only result with these members.
  RuleMatch read(const std::string& members) {
    auto all = read_ids(doc("[{" + members + "}]"), reader_);
    EXPECT_EQ(all.size(), 1u) << members;
    return all.empty() ? RuleMatch{} : std::move(all[0]);
  }
};

const std::string kEtRule =
    R"(alert dns $HOME_NET any -> any any (msg:\"ET DNS Query\"; dns.query; reference:url,)"
    R"(a.example/x; classtype:bad-unknown; sid:2023883; rev:4; metadata:malware_family Emotet, )"
    R"(mitre_tactic_id TA0011, mitre_technique_id T1071, mitre_technique_name X;))";

TEST_F(IdsReader, AnAlertIsAMatchWithAllThatIsSaidOfItsRule) {
  const RuleMatch result = read(R"("rule_msg": "ET DNS Query", "rule_id": "1:2023883",
    "alert_severity": "info", "rule_category": "Potentially Bad Traffic",
    "rule_source": "Proofpoint Emerging Threats Open", "rule_url": "https://rules.example/",
    "rule_references": ["https://a.example/x", "https://b.example/"], "rule_raw": ")" +
                                kEtRule + R"(", "alert_context": [
    {"dest_ip": "8.8.8.8", "dest_port": 53}, {"src_ip": "10.0.0.1", "ja3": ["a", "b"]}])");
  EXPECT_EQ(result.match.kind, "suricata");
  EXPECT_EQ(result.match.id, "1:2023883");
  EXPECT_EQ(result.match.said, "ET DNS Query");
  EXPECT_EQ(result.match.level, "informational");
  EXPECT_EQ(result.match.category, "Potentially Bad Traffic");
  EXPECT_EQ(result.match.source, "Proofpoint Emerging Threats Open");
  EXPECT_EQ(result.match.url, "https://rules.example/");
  EXPECT_EQ(result.match.by, "virustotal");
  EXPECT_EQ(result.match.how, "observed");
  EXPECT_EQ(result.match.licence, "BSD-3-Clause");
  EXPECT_TRUE(result.match.text.starts_with("alert dns "));
  EXPECT_EQ(result.match.families, Texts{"Emotet"});
  EXPECT_EQ(result.techniques, Texts{"T1071"});
  EXPECT_EQ(result.references, (Texts{"https://a.example/x", "https://b.example/"}));
  EXPECT_EQ(evidence_of(result), "dest_ip=8.8.8.8;dest_port=53;src_ip=10.0.0.1;ja3=a, b;");
  EXPECT_EQ(reader_.values_left_out(), 0);
}
TEST_F(IdsReader, TheTextOfARuleThatMayNotBePassedOnIsNotKept) {
  const RuleMatch result = read(R"j("rule_msg": "m", "rule_id": "119:279",
    "rule_source": "Snort registered user ruleset",
    "rule_raw": "alert ( gid:119; sid:279; msg:\"m\"; metadata:mitre_technique_id T1071; classtype:x;)")j");
  EXPECT_EQ(result.match.kind, "snort");
  EXPECT_EQ(result.match.text, "");
  EXPECT_EQ(result.match.licence, "LicenseRef-Snort-Subscriber-Rules");
  EXPECT_EQ(result.match.category, "x");
  EXPECT_EQ(result.techniques, Texts{"T1071"});
}
TEST_F(IdsReader, ATextOfAnUnknownSourceIsNotKept) {
  const RuleMatch result = read(R"("rule_id": "1:2023883", "rule_raw": ")" + kEtRule + "\"");
  EXPECT_EQ(result.match.text, "");
  EXPECT_EQ(result.match.licence, "");
  EXPECT_EQ(result.techniques, Texts{"T1071"});
}
TEST_F(IdsReader, ATextThatIsNoRuleOrAnotherRuleSaysNothing) {
  for (const std::string& raw : {std::string("no rule"), kEtRule}) {
    FieldReader reader;
    const auto all = read_ids(doc(R"([{"rule_id": "1:1", "rule_msg": "m",
      "rule_source": "Proofpoint Emerging Threats Open", "rule_raw": ")" +
                                  raw + "\"}]"),
                              reader);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].match.text, "");
    EXPECT_TRUE(all[0].techniques.empty());
    EXPECT_EQ(reader.values_left_out(), 1);
  }
}
TEST_F(IdsReader, TheKindIsWhatSourceTextOrNumberSay) {
  EXPECT_EQ(read(R"("rule_id": "2027865")").match.id, "1:2027865");
  EXPECT_EQ(read(R"("rule_id": "1:2027865")").match.kind, "suricata");
  EXPECT_EQ(read(R"("rule_id": "1:43687")").match.kind, "snort");
  EXPECT_EQ(read(R"("rule_id": "3:1043687")").match.kind, "snort");
  EXPECT_EQ(read(R"("rule_id": "1:902205354", "rule_source": "Abuse.ch SSL Blocklist")").match.kind,
            "suricata");
  EXPECT_EQ(read(R"("rule_id": "1:2027865", "rule_source": "Snort community ruleset")").match.kind,
            "snort");
}
TEST_F(IdsReader, WhatCannotBeUsedIsCounted) {
  const auto all = read_ids(doc(R"([{}, 7, {"rule_msg": "m", "rule_id": "x:y", "alert_severity": 3,
    "rule_raw": 7, "alert_context": [{}, {"dest_ip": null}]}])"),
                            reader_);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].match.id, "");
  EXPECT_EQ(all[0].match.level, "");
  EXPECT_EQ(reader_.values_left_out(), 8);
}
TEST_F(IdsReader, AlertsAboveTheLimitAreCounted) {
  std::string alerts;
  for (int i = 0; i < 40; ++i) alerts += std::string(i ? "," : "") + R"({"dest_port": 1})";
  const RuleMatch result = read(R"("rule_msg": "m", "alert_context": [)" + alerts + "]");
  EXPECT_EQ(result.match.evidence.size(), 30u);
  EXPECT_EQ(result.evidence_left_out, 10);
}

class SandboxAlerts : public ReportTest {};

TEST_F(SandboxAlerts, AreMatchesOfTheSandbox) {
  for (const char* name : {"ids_alerts", "ids_results"}) {
    const std::string run = R"({"data": [{"type": "file_behaviour", "id": "x", "attributes": {
      "sandbox_name": "Zenbox", ")" +
                            std::string(name) + R"(": [{"rule_msg": "m",
      "rule_id": "1:2023883", "rule_raw": ")" +
                            kEtRule + R"("}]}}]})";
    const Outgoing row = ask_file("", run, R"({"sandboxes": "reports", "related": 0})");
    const auto matches = listed<Match>(row);
    ASSERT_EQ(matches.size(), 1u) << name;
    EXPECT_EQ(matches[0].id, "1:2023883");
    EXPECT_STREQ(row["matches"][0]["sandbox"].GetString(), "Zenbox");
    const auto techniques = listed<Technique>(row);
    ASSERT_EQ(techniques.size(), 1u) << name;
    EXPECT_EQ(techniques[0].by, "suricata");
    EXPECT_EQ(techniques[0].source, "1:2023883");
    EXPECT_EQ(techniques[0].how, "observed");
    EXPECT_FALSE(row.has("vt.values_left_out")) << row.json;
  }
}
TEST_F(SandboxAlerts, OfARuleThatTheReportNamesTooSayItsTechniquesOnce) {
  const std::string alerts = R"([{"rule_id": "1:2023883", "rule_raw": ")" + kEtRule + R"("}])";
  const Outgoing row =
      ask_file(R"("crowdsourced_ids_results": )" + alerts,
               R"({"data": [{"attributes": {"sandbox_name": "Z", "ids_alerts": )" + alerts + "}}]}",
               R"({"sandboxes": "reports", "related": 0})");
  EXPECT_EQ(listed<Match>(row).size(), 2u);
  EXPECT_EQ(listed<Technique>(row).size(), 1u);
}
TEST_F(SandboxAlerts, OfTheReportNameTechniquesToo) {
  const Outgoing row = ask_file(R"("crowdsourced_ids_results": [{"rule_id": "1:2023883",
      "rule_raw": ")" + kEtRule +
                                R"("}])");
  const auto techniques = listed<Technique>(row);
  ASSERT_EQ(techniques.size(), 1u);
  EXPECT_EQ(techniques[0].id, "T1071");
  EXPECT_TRUE(listed<Observable>(row).size() == 1) << "hosts of alerts are evidence alone";
}

}  // namespace
}  // namespace rulemap::virustotal
