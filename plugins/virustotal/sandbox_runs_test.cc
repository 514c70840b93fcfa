// What sandboxes saw: which question each choice asks, and what its answer becomes.
#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

const std::string kTrees = R"({"data": {
  "Zenbox": {"tactics": [
    {"id": "TA0002", "name": "Execution", "techniques": [
      {"id": "T1053.005", "name": "Scheduled Task", "signatures": [
        {"severity": "INFO", "description": "one"}, {"severity": "HIGH", "description": "two"}]}]},
    {"id": "TA0011", "name": "Command and Control", "techniques": [
      {"id": "T1095", "name": "Non-Application Layer Protocol", "signatures": []}]},
    {"id": "TA0003", "name": "Persistence", "techniques": [
      {"id": "T1053.005", "name": "Scheduled Task", "signatures": [
        {"severity": "LOW", "description": "one"}, {"severity": "LOW", "description": "three"}]}]}]},
  "CAPE Sandbox": {"tactics": [
    {"id": "TA0002", "techniques": [{"id": "T1053.005", "signatures": null}]}]},
  "VirusTotal Jujubox": {"tactics": []}, "VirusTotal Observer": null, "Other": {}}})";

class SandboxRunsTest : public ReportTest {};

TEST_F(SandboxRunsTest, EverySandboxIsHeard) {
  const Outgoing row = ask_file("", kTrees);
  EXPECT_EQ(row.text("vt.sandboxes"), "known");
  const auto all = listed<Technique>(row);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].source, "Zenbox");
  EXPECT_EQ(all[0].by, "virustotal");
  EXPECT_EQ(all[0].how, "observed");
  EXPECT_EQ(all[0].severity, "high");
  EXPECT_EQ(all[0].evidence, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(all[2].source, "CAPE Sandbox");
  EXPECT_EQ(all[2].tactics, std::vector<std::string>{"ta0002"});
  EXPECT_EQ(all[2].severity, "");
  EXPECT_EQ(asked().at(1),
            "GET https://www.virustotal.com/api/v3/files/" + kSha256 + "/behaviour_mitre_trees");
}

TEST_F(SandboxRunsTest, B3_AHyphenInANameCostsNothing) {
  const auto all = listed<Technique>(ask_file("", kTrees));
  EXPECT_EQ(all.at(1).id, "T1095");
  EXPECT_EQ(all.at(1).name, "Non-Application Layer Protocol");
  EXPECT_EQ(all.at(1).tactics, std::vector<std::string>{"command-and-control"});
}

TEST_F(SandboxRunsTest, B11_ATechniqueUnderTwoTacticsIsOneEntry) {
  const auto all = listed<Technique>(ask_file("", kTrees));
  EXPECT_EQ(all.at(0).id, "T1053.005");
  EXPECT_EQ(all.at(0).tactics, (std::vector<std::string>{"execution", "persistence"}));
}

TEST_F(SandboxRunsTest, ReasonsAreCappedAndTheCapIsSaid) {
  std::string signatures = R"({"severity": "IMPACT_SEVERITY_MEDIUM"})";
  for (int i = 0; i < 25; ++i) signatures += R"(, {"description": "d)" + std::to_string(i) + "\"}";
  const Outgoing row = ask_file("", R"({"data": {"Z": {"tactics": [{"name": "Impact",
      "techniques": [{"id": "T1486", "signatures": [)" +
                                        signatures + "]}]}]}}}");
  EXPECT_EQ(row["techniques"][0]["evidence"].Size(), 20u);
  EXPECT_EQ(row["techniques"][0]["evidence_left_out"].GetInt64(), 5);
  EXPECT_STREQ(row["techniques"][0]["severity"].GetString(), "medium");
}

TEST_F(SandboxRunsTest, NoBehaviourIsNoFailure) {
  const std::pair<int, const char*> rows[] = {{404, R"({"error": {"code": "NotFoundError"}})"},
                                              {200, R"({"data": {}})"},
                                              {200, R"({"data": {"VirusTotal Observer": null}})"},
                                              {404, ""}};
  for (const auto& [status, body] : rows) {
    const Outgoing row = ask(indicator("md5", kMd5), {200, file_body()}, {status, body});
    EXPECT_EQ(row.verdict.kind, Verdict::ok);
    EXPECT_EQ(row.text("lookup.vt"), "known");
    EXPECT_EQ(row.text("vt.sandboxes"), "unknown") << body;
  }
}

TEST_F(SandboxRunsTest, BehaviourIsAskedOnlyWhereItIsWanted) {
  const Outgoing row = ask_file("", kTrees, R"({"sandboxes": "off"})");
  EXPECT_EQ(row.text("lookup.vt"), "known");
  EXPECT_FALSE(row.has("vt.sandboxes"));
  EXPECT_EQ(asked().size(), 1u);
}

// B2: an error instead of the trees took the whole run down.
TEST_F(SandboxRunsTest, B2_TroubleWithTheTreesNeverCostsTheReport) {
  const std::tuple<Reply, Verdict> rows[] = {{{403, error_body("ForbiddenError")}, Verdict::ok},
                                             {{400, error_body("BadRequestError")}, Verdict::ok},
                                             {{200, "<html>"}, Verdict::ok},
                                             {{200, ""}, Verdict::ok},
                                             {{200, R"({"data": []})"}, Verdict::ok},
                                             {{200, R"({"error": "AttributeError"})"}, Verdict::ok},
                                             {{429, "<title>429</title>"}, Verdict::retry},
                                             {{503, error_body("TransientError")}, Verdict::retry},
                                             {{0, "", -1, RULEMAP_FAILED}, Verdict::retry},
                                             {{0, "", 9000, RULEMAP_RETRY}, Verdict::retry}};
  for (const auto& [trees, verdict] : rows) {
    const Outgoing row = ask(indicator("md5", kMd5), {200, file_body()}, trees);
    EXPECT_TRUE(step_->last_call().ok());
    EXPECT_EQ(row.verdict.kind, verdict) << trees.body;
    EXPECT_EQ(row.text("lookup.vt"), "known");
    EXPECT_EQ(row.text("vt.sandboxes"), "failed") << trees.body;
    EXPECT_EQ(listed<Observable>(row).size(), 1u);
  }
}

TEST_F(SandboxRunsTest, ARowThatComesAgainAsksOnlyForTheTrees) {
  Outgoing row = ask(indicator("md5", kMd5), {200, file_body(R"("size": -1)")}, {503, ""});
  ASSERT_EQ(row.verdict.kind, Verdict::retry);
  step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report");
  step_->world().http().on("GET *mitre_trees").reply(200, kTrees);
  row = push(row.json);
  EXPECT_EQ(row.verdict.kind, Verdict::ok);
  EXPECT_EQ(row.text("vt.sandboxes"), "known");
  EXPECT_EQ(listed<Observable>(row).size(), 1u);
  EXPECT_EQ(listed<Technique>(row).size(), 3u);
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 1);
  EXPECT_EQ(asked().size(), 1u);
  row = push(row.json);
  EXPECT_EQ(listed<Technique>(row).size(), 3u);
  EXPECT_EQ(asked().size(), 1u);
}

TEST_F(SandboxRunsTest, AForbiddenEndpointIsSaidOnceAndAskedOnce) {
  step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report");
  step_->world().http().on("GET *mitre_trees").reply(403, error_body("ForbiddenError"));
  step_->world().http().on("GET *").reply(200, file_body());
  EXPECT_EQ(push(indicator("md5", kMd5)).text("vt.sandboxes"), "failed");
  EXPECT_EQ(push(indicator("sha256", kSha256)).text("vt.sandboxes"), "not_asked");
  EXPECT_EQ(asked().size(), 3u);
  EXPECT_EQ(log().size(), 1u);
}

// Two sandboxes; one has seen much, the other little.
constexpr const char* kRuns = R"({"data": [
  {"id": "x_Zenbox", "type": "file_behaviour", "attributes": {"sandbox_name": "Zenbox",
    "analysis_date": 1700000000, "verdicts": ["MALWARE"], "verdict_confidence": 90,
    "processes_created": ["%windir%\\cmd.exe /c x"], "files_written": ["C:\\a", 7],
    "dns_lookups": [{"hostname": "c2.evil.example", "resolved_ips": ["1.2.3.4", "no address"]}],
    "ip_traffic": [{"destination_ip": "192.168.0.7", "destination_port": 137,
                    "transport_layer_protocol": "UDP"}],
    "files_dropped": [{"path": "C:\\b", "sha256": "SHA"}, {"path": "C:\\c"}],
    "mutexes_created": ["Local\\paket"], "http_conversations": [{"url": "http://evil.example/a"}],
    "sigma_analysis_results": [{"rule_title": "A Title", "rule_level": "high", "rule_id": "f00"}],
    "mitre_attack_techniques": [
      {"id": "T1055", "signature_description": "one", "severity": "IMPACT_SEVERITY_LOW"},
      {"id": "T1055", "signature_description": "two", "severity": "IMPACT_SEVERITY_HIGH",
       "refs": [{"ref": "#signature_matches", "value": "825"}]}],
    "signature_matches": [{"id": "825", "description": "Injects", "severity": "HIGH"}],
    "registry_keys_opened": ["HKLM"], "not_known_yet": ["x"]}},
  {"id": "x_C2AE", "type": "file_behaviour", "attributes": {"sandbox_name": "C2AE",
    "dns_lookups": [{"hostname": "c2.evil.example"}],
    "mitre_attack_techniques": [{"id": "T1055", "severity": "IMPACT_SEVERITY_UNKNOWN"}]}},
  {"type": "file_behaviour", "id": "x_Gone", "error": {"code": "NotFoundError"}}]})";

class SandboxReportsTest : public ReportTest {
 protected:
  Outgoing ask_for_reports(std::string runs, const char* choice = "reports") {
    const std::string word = "SHA";
    const std::size_t at = runs.find(word);
    if (at != std::string::npos) runs.replace(at, word.size(), kDropped);
    return ask(indicator("sha256", kSha256), {200, file_body()}, {200, runs},
               R"({"sandboxes": ")" + std::string(choice) + R"("})");
  }
  static const Observable* find(const std::vector<Observable>& all, std::string_view type,
                                std::string_view key) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Observable& each) {
      return each.type == type && each.key == key;
    });
    return found == all.end() ? nullptr : &*found;
  }
  static bool relates(const Observable& from, std::string_view kind, std::string_view key) {
    return std::any_of(from.relations.begin(), from.relations.end(),
                       [&](const Relation& each) { return each.kind == kind && each.key == key; });
  }

  const std::string kDropped = std::string(64, 'd');
};

// B12: one sandbox was heard, and neither its severity nor its words were kept.
TEST_F(SandboxReportsTest, B12_EverySandboxThatSaysSoIsKeptWithSeverityAndWords) {
  const Outgoing row = ask_for_reports(kRuns);
  EXPECT_EQ(row.text("vt.sandboxes"), "known");
  const auto all = listed<Technique>(row);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].source, "Zenbox");
  EXPECT_EQ(all[0].severity, "high");
  EXPECT_EQ(all[0].evidence, (std::vector<std::string>{"one", "two"}));
  EXPECT_STREQ(row["techniques"][0u]["refs"][0u].GetString(), "#signature_matches: 825");
  EXPECT_EQ(all[1].source, "C2AE");
  EXPECT_EQ(all[1].severity, "");
}

TEST_F(SandboxReportsTest, OneRequestGivesTechniquesEventsRulesAndObservables) {
  const Outgoing row = ask_for_reports(kRuns);
  EXPECT_EQ(asked().size(), 2u);
  EXPECT_EQ(asked().back(),
            "GET https://www.virustotal.com/api/v3/files/" + kSha256 + "/behaviours?limit=40");
  const auto events = listed<Event>(row);
  EXPECT_EQ(events.at(0).category, "process_creation");
  EXPECT_EQ(events.at(0).by, "Zenbox");
  EXPECT_EQ(events.at(0).fields[1].second, R"(C:\Windows\cmd.exe /c x)");
  EXPECT_EQ(events.back().by, "C2AE");
  ASSERT_EQ(listed<Match>(row).size(), 1u);
  EXPECT_STREQ(row["matches"][0u]["sandbox"].GetString(), "Zenbox");
  // 7 among the files, an address that is none, a run that is gone, and what no table names.
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 4);
}

TEST_F(SandboxReportsTest, WhatASandboxObservedIsCitedAndRelatedToTheFile) {
  const auto all = listed<Observable>(ask_for_reports(kRuns));
  const Observable& file = all.at(0);
  EXPECT_TRUE(file.subject);
  const Observable* report = find(all, "sandbox-report", kSha256 + "_Zenbox");
  ASSERT_TRUE(report && find(all, "sandbox-report", kSha256 + "_C2AE"));
  EXPECT_EQ(values(*report, "verdict"), std::vector<std::string>{"MALWARE"});
  EXPECT_EQ(values(*report, "signature"), std::vector<std::string>{"HIGH: Injects"});
  EXPECT_TRUE(relates(file, "analysed-with", report->key));
  const std::tuple<const char*, std::string, const char*> seen[] = {
      {"domain", "c2.evil.example", "communicates-with"},
      {"ip", "192.168.0.7", "communicates-with"},
      {"url", "http://evil.example/a", "communicates-with"},
      {"file", kDropped, "drops"},
      {"mutex", R"(Local\paket)", "creates"}};
  for (const auto& [type, key, kind] : seen) {
    const Observable* found = find(all, type, key);
    ASSERT_TRUE(found) << key;
    EXPECT_FALSE(found->subject) << key;
    EXPECT_TRUE(relates(file, kind, key)) << key;
    EXPECT_TRUE(relates(*report, "observed", key)) << key;
  }
  EXPECT_TRUE(relates(*find(all, "domain", "c2.evil.example"), "resolves-to", "1.2.3.4"));
  EXPECT_EQ(values(*find(all, "ip", "192.168.0.7"), "port"), std::vector<std::string>{"137/udp"});
  EXPECT_EQ(values(*find(all, "file", kDropped), "path"), std::vector<std::string>{R"(C:\b)"});
}

TEST_F(SandboxReportsTest, TheSummaryNamesNoSandbox) {
  const Outgoing row = ask_for_reports(R"({"data": {"files_written": ["C:\\a"],
      "mitre_attack_techniques": [{"id": "T1055"}]}})",
                                       "summary");
  EXPECT_EQ(asked().back(),
            "GET https://www.virustotal.com/api/v3/files/" + kSha256 + "/behaviour_summary");
  EXPECT_EQ(row.text("vt.sandboxes"), "known");
  EXPECT_EQ(listed<Technique>(row).at(0).source, "behaviour summary");
  EXPECT_EQ(listed<Event>(row).at(0).by, "behaviour summary");
  EXPECT_EQ(ask_for_reports(R"({"data": {}})", "summary").text("vt.sandboxes"), "unknown");
}

TEST_F(SandboxReportsTest, PagesAreFollowedAndTheirCapIsSaid) {
  const std::string page = R"({"data": [{"attributes": {"sandbox_name": "S",
      "files_written": ["C:\\a"]}}], "meta": {"cursor": "a=b"}})";
  const Outgoing row = ask_for_reports(page);
  EXPECT_EQ(asked().size(), 6u);
  EXPECT_TRUE(asked().back().ends_with("/behaviours?limit=40&cursor=a%3Db")) << asked().back();
  EXPECT_TRUE(row["vt.sandboxes_cut"].GetBool());
  ASSERT_EQ(log().size(), 1u);
  EXPECT_NE(log()[0].find("the 200 that are read"), std::string::npos) << log()[0];
}

TEST_F(SandboxReportsTest, ARowThatComesAgainGoesOnAtItsPage) {
  step_ = std::make_unique<StepHarness>(rulemap_entry_virustotal, "virustotal.report",
                                        R"({"sandboxes": "reports"})");
  const auto page = [](const char* name, const char* meta) {
    return R"({"data": [{"attributes": {"sandbox_name": ")" + std::string(name) +
           R"(", "mitre_attack_techniques": [{"id": "T1055"}]}}], "meta": )" + meta + "}";
  };
  step_->world().http().on("GET *cursor=next").reply(503, "").reply(200, page("B", "{}"));
  step_->world().http().on("GET *behaviours*").reply(200, page("A", R"({"cursor": "next"})"));
  step_->world().http().on("GET *").reply(200, file_body());
  Outgoing row = push(indicator("sha256", kSha256));
  EXPECT_EQ(row.verdict.kind, Verdict::retry);
  EXPECT_EQ(row.text("vt.sandboxes"), "failed");
  EXPECT_EQ(listed<Technique>(row).size(), 1u);
  row = push(row.json);
  EXPECT_EQ(row.verdict.kind, Verdict::ok);
  EXPECT_EQ(row.text("vt.sandboxes"), "known");
  const auto all = listed<Technique>(row);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].source, "B");
  EXPECT_EQ(asked().size(), 4u);
}

TEST_F(SandboxReportsTest, TroubleNeverCostsTheReport) {
  const std::tuple<Reply, Verdict, const char*> rows[] = {
      {{403, error_body("ForbiddenError")}, Verdict::ok, "failed"},
      {{404, error_body("NotFoundError")}, Verdict::ok, "unknown"},
      {{200, R"({"data": []})"}, Verdict::ok, "unknown"},
      {{200, R"({"data": {}})"}, Verdict::ok, "unknown"},
      {{200, R"({"data": 7})"}, Verdict::ok, "failed"},
      {{503, ""}, Verdict::retry, "failed"}};
  for (const auto& [runs, verdict, state] : rows) {
    const Outgoing row =
        ask(indicator("sha256", kSha256), {200, file_body()}, runs, R"({"sandboxes": "reports"})");
    EXPECT_EQ(row.verdict.kind, verdict) << runs.body;
    EXPECT_EQ(row.text("vt.sandboxes"), state) << runs.body;
    EXPECT_EQ(row.text("lookup.vt"), "known");
  }
}

TEST_F(SandboxReportsTest, OnlyFilesAreRun) {
  ask(indicator("domain", "a.example"), {200, file_body()}, {200, kRuns},
      R"({"sandboxes": "reports"})");
  EXPECT_EQ(asked().size(), 1u);
}

}  // namespace
}  // namespace rulemap::virustotal
