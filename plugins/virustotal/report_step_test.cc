#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

class ReportStepTest : public ReportTest {};

TEST_F(ReportStepTest, WritesTheVerdict) {
  const Outgoing row = ask_file(R"("last_analysis_stats": {"malicious": 4, "suspicious": 1,
      "harmless": 2, "undetected": 30, "timeout": 3, "type-unsupported": 5},
      "last_analysis_date": 1700000000, "first_submission_date": 1600000000, "reputation": -7,
      "popular_threat_classification": {"suggested_threat_label": "trojan.x/y"})");
  EXPECT_EQ(row.text("lookup.vt"), "known");
  const std::pair<const char*, std::int64_t> numbers[] = {{"vt.malicious", 4},
                                                          {"vt.suspicious", 1},
                                                          {"vt.harmless", 2},
                                                          {"vt.undetected", 30},
                                                          {"vt.total", 45},
                                                          {"vt.reputation", -7},
                                                          {"reputation.malicious", 4},
                                                          {"reputation.suspicious", 1},
                                                          {"reputation.harmless", 2},
                                                          {"reputation.total", 45},
                                                          {"reputation.at", 1'700'000'000'000},
                                                          {"vt.first_seen", 1'600'000'000'000}};
  for (const auto& [field, value] : numbers) {
    ASSERT_TRUE(row.has(field)) << field;
    EXPECT_EQ(row[field].GetInt64(), value) << field;
  }
  EXPECT_EQ(row.text("vt.label"), "trojan.x/y");
  EXPECT_EQ(row.text("reputation.label"), "trojan.x/y");
  EXPECT_EQ(row.text("reputation.by"), "virustotal");
  EXPECT_EQ(row.text("vt.permalink"), "https://www.virustotal.com/gui/file/" + kSha256);
  EXPECT_EQ(row.text("vt.sandboxes"), "unknown");
  EXPECT_FALSE(row.has("vt.values_left_out"));
}

TEST_F(ReportStepTest, SaysNothingOfAVerdictThatIsNotThere) {
  const Outgoing row = ask_file("");
  EXPECT_EQ(row.text("lookup.vt"), "known");
  for (const char* field : {"vt.malicious", "vt.total", "reputation.total", "reputation.by",
                            "vt.label", "vt.first_seen", "matches", "techniques"}) {
    EXPECT_FALSE(row.has(field)) << field;
  }
}

TEST_F(ReportStepTest, WritesTheFileAsAnObservable) {
  const Outgoing row = ask_file(R"("md5": ")" + kMd5 + R"(", "sha256": ")" + kSha256 + R"(",
      "tlsh": "TNULL", "ssdeep": "3:a:b", "size": 12, "magic": "ASCII", "type_tag": "text",
      "pe_info": {"imphash": ")" +
                                std::string(32, 'C') + R"("}, "names": ["x.exe", "y.exe"],
      "exiftool": {"MIMEType": "text/plain"}, "last_submission_date": 1700000000)");
  const auto all = listed<Observable>(row);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].type, "file");
  EXPECT_EQ(all[0].key, kSha256);
  EXPECT_TRUE(all[0].subject);
  EXPECT_EQ(all[0].by, "virustotal");
  const std::pair<const char*, std::vector<std::string>> texts[] = {
      {"md5", {kMd5}},
      {"sha256", {kSha256}},
      {"tlsh", {}},
      {"ssdeep", {"3:a:b"}},
      {"magic", {"ASCII"}},
      {"type", {"text"}},
      {"mimetype", {"text/plain"}},
      {"imphash", {std::string(32, 'c')}},
      {"name", {"x.exe", "y.exe"}}};
  for (const auto& [name, want] : texts) EXPECT_EQ(values(all[0], name), want) << name;
}

TEST_F(ReportStepTest, AFileHasAtLeastTheHashThatWasAskedAndItsId) {
  const auto all = listed<Observable>(ask_file(R"("md5": "x", "sha256": null)"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].key, kSha256);
  EXPECT_EQ(values(all[0], "md5"), std::vector{kMd5});
  EXPECT_EQ(values(all[0], "sha256"), std::vector{kSha256});
}

TEST_F(ReportStepTest, TheReportOfAnotherFileIsRefused) {
  const std::string other(32, 'c');
  const Outgoing row = ask_file(R"("md5": ")" + other + "\"");
  EXPECT_EQ(row.verdict.kind, Verdict::reject);
  EXPECT_EQ(row.verdict.why, "report: the answer is of another file: its md5 is " + other);
  EXPECT_FALSE(row.has("lookup.vt"));
}

TEST_F(ReportStepTest, NamesAreCappedAndTheCapIsSaid) {
  const std::string names = R"("meaningful_name": "b", "names": ["a", "b", "c", "d"])";
  Outgoing row = ask_file(names, kNoTrees, R"({"names": 2})");
  EXPECT_EQ(values(listed<Observable>(row)[0], "name"), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(row["vt.names_left_out"].GetInt64(), 2);
  row = ask_file(names, kNoTrees, R"({"names": 0})");
  EXPECT_TRUE(values(listed<Observable>(row)[0], "name").empty());
  EXPECT_FALSE(ask_file(names).has("vt.names_left_out"));
}

TEST_F(ReportStepTest, ADomainHasItsAddresses) {
  const Outgoing row = ask(indicator("domain", "evil.example"), {200, R"({"data": {
      "id": "evil.example", "attributes": {"creation_date": 1035853276, "registrar": "R",
      "last_dns_records": [{"type": "A", "value": "1.2.3.4"}, {"type": "TXT", "value": "a b"},
        {"type": "AAAA", "value": "2A00::1"}, {"type": "A", "value": "1.2.3.4"},
        {"type": "A", "value": "1.2.3.999"}, {"type": "A"}, 7, null]}}})"});
  const auto all = listed<Observable>(row);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].type, "domain");
  EXPECT_EQ(all[0].key, "evil.example");
  EXPECT_EQ(values(all[0], "address"), (std::vector<std::string>{"1.2.3.4", "2a00::1"}));
  ASSERT_EQ(all[0].relations.size(), 2u);
  EXPECT_EQ(all[0].relations[0].kind, "resolves-to");
  EXPECT_EQ(all[0].relations[0].type, "ip");
  EXPECT_EQ(all[0].relations[1].key, "2a00::1");
  EXPECT_EQ(all[1].type, "ip");
  EXPECT_FALSE(all[1].subject);
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 4);
  EXPECT_EQ(asked(), std::vector<std::string>{"GET https://www.virustotal.com/api/v3/domains/"
                                              "evil.example?relationships=resolutions"});
}

TEST_F(ReportStepTest, B9_ADomainWithoutDnsRecordsIsFine) {
  for (const char* more : {"", R"("last_dns_records": null)", R"("last_dns_records": {})"}) {
    const Outgoing row = ask(indicator("domain", "evil.example"),
                             {200, R"({"data": {"attributes": {)" + std::string(more) + "}}}"});
    EXPECT_EQ(row.text("lookup.vt"), "known");
    EXPECT_TRUE(listed<Observable>(row)[0].relations.empty());
  }
}

TEST_F(ReportStepTest, AnAddressHasItsNetwork) {
  const Outgoing row = ask(indicator("ipv4", "1.2.3.4"), {200, R"({"data": {"attributes": {
      "network": "1.2.3.0/24", "asn": 64500, "as_owner": "Example", "country": "ZZ"}}})"});
  const auto all = listed<Observable>(row);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].type, "ip");
  EXPECT_EQ(all[0].key, "1.2.3.4");
  EXPECT_EQ(values(all[0], "address"), std::vector<std::string>{"1.2.3.4"});
  EXPECT_EQ(values(all[0], "network"), std::vector<std::string>{"1.2.3.0/24"});
  EXPECT_EQ(values(all[0], "as_owner"), std::vector<std::string>{"Example"});
}

TEST_F(ReportStepTest, AUrlIsKnownByItsCanonicalForm) {
  const std::string url = "http://evil.example";
  const Outgoing row = ask(indicator("url", url), {200, R"({"data": {"id": ")" + kSha256 + R"(",
      "attributes": {"url": "http://evil.example/", "last_final_url": "http://b.example/"}}})"});
  const Observable subject = listed<Observable>(row).at(0);
  EXPECT_EQ(subject.key, url + "/");
  EXPECT_EQ(values(subject, "url"), std::vector{url + "/"});
  EXPECT_EQ(values(subject, "asked"), std::vector{url});
  EXPECT_EQ(values(subject, "final_url"), std::vector<std::string>{"http://b.example/"});
  EXPECT_EQ(row.text("vt.permalink"), "https://www.virustotal.com/gui/url/" + kSha256);
  EXPECT_EQ(asked()[0],
            "GET https://www.virustotal.com/api/v3/urls/aHR0cDovL2V2aWwuZXhhbXBsZQ"
            "?relationships=last_serving_ip_address,network_location");
  EXPECT_EQ(asked().size(), 1u);
}

TEST_F(ReportStepTest, OtherTypesAreNotAsked) {
  for (const char* type : {"cidr", "email", "cve", "sha512", "surprise", ""}) {
    const Outgoing row = ask(indicator(type, "x"), {200, "{}"});
    EXPECT_EQ(row.text("lookup.vt"), "not_asked") << type;
    EXPECT_TRUE(asked().empty());
  }
}

TEST_F(ReportStepTest, AValueThatIsNotOfItsTypeIsRefused) {
  const Outgoing row = ask(indicator("md5", "../users/x"), {200, "{}"});
  EXPECT_EQ(row.verdict.kind, Verdict::reject);
  EXPECT_TRUE(asked().empty());
}

// Nothing but a 404 is "unknown": B1 took every error for one.
TEST_F(ReportStepTest, B1_OnlyA404IsUnknown) {
  const std::tuple<int, const char*, Verdict, const char*> rows[] = {
      {404, "NotFoundError", Verdict::ok, "unknown"},
      {200, "NotFoundError", Verdict::ok, "unknown"},
      {429, "QuotaExceededError", Verdict::retry, ""},
      {429, "TooManyRequestsError", Verdict::retry, ""},
      {403, "ForbiddenError", Verdict::reject, ""},
      {400, "BadRequestError", Verdict::reject, ""},
      {400, "NotAvailableYet", Verdict::retry, ""},
      {409, "AlreadyExistsError", Verdict::reject, ""},
      {424, "FailedDependencyError", Verdict::retry, ""},
      {500, "", Verdict::retry, ""},
      {503, "TransientError", Verdict::retry, ""},
      {504, "DeadlineExceededError", Verdict::retry, ""},
      {302, "", Verdict::reject, ""},
      {200, "Surprise", Verdict::reject, ""}};
  for (const auto& [status, code, verdict, lookup] : rows) {
    const Outgoing row = ask(indicator("md5", kMd5), {status, error_body(code)});
    EXPECT_EQ(row.verdict.kind, verdict) << status << code;
    EXPECT_EQ(row.text("lookup.vt"), lookup) << status << code;
    EXPECT_EQ(row.verdict.for_allowance, status == 429);
    EXPECT_FALSE(row.has("observables"));
  }
}

TEST_F(ReportStepTest, ARefusedKeyStopsTheRun) {
  const Outgoing row =
      ask(indicator("md5", kMd5), {401, error_body("WrongCredentialsError", "Wrong API key")});
  EXPECT_EQ(step_->last_call().status, RULEMAP_STOP);
  EXPECT_EQ(step_->last_call().error.message,
            "VirusTotal refused the key (WrongCredentialsError): Wrong API key");
  EXPECT_FALSE(row.has("lookup.vt"));
}

TEST_F(ReportStepTest, WhatTheHostHoldsBackIsLeftToTheHost) {
  const Outgoing row = ask(indicator("md5", kMd5), {0, "", -1, RULEMAP_REJECT});
  EXPECT_EQ(row.verdict.kind, Verdict::ok);
  EXPECT_FALSE(row.has("lookup.vt"));
}

TEST_F(ReportStepTest, WaitingForAnAllowanceIsNoAttempt) {
  const Outgoing row = ask(indicator("md5", kMd5), {0, "", 15'000, RULEMAP_RETRY});
  EXPECT_EQ(row.verdict.kind, Verdict::retry);
  EXPECT_TRUE(row.verdict.for_allowance);
  EXPECT_EQ(row.verdict.after_ms, 15'000);
}

TEST_F(ReportStepTest, AQuotaIsWaitedForAsLongAsIsSaid) {
  EXPECT_EQ(ask(indicator("md5", kMd5), {429, "", 5000}).verdict.after_ms, 5000);
  EXPECT_EQ(ask(indicator("md5", kMd5), {429, "<title>429</title>"}).verdict.after_ms, 60'000);
}

TEST_F(ReportStepTest, WritesTheRulesThatMatched) {
  const Outgoing row = ask_file(R"("sigma_analysis_results": [
      {"rule_title": "A Title", "rule_level": "HIGH", "rule_author": "somebody",
       "rule_source": "A Rule Set", "rule_description": "why", "rule_id": "f00",
       "match_context": [{"values": {"EventID": "1", "ScriptBlockText": "a\r\n\u0000b", "n": 7}},
                         {"values": {}}, "$EventID: '1'", null]},
      {"rule_title": "Another", "rule_level": "huge", "match_context": {"values": {"a": "b"}}},
      {"rule_level": "low"}, "x", null])");
  const auto all = listed<Match>(row);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].kind, "sigma");
  EXPECT_EQ(all[0].said, "A Title");
  EXPECT_EQ(all[0].title, "");
  EXPECT_EQ(all[0].id, "");
  EXPECT_EQ(all[0].level, "high");
  EXPECT_EQ(all[0].author, "somebody");
  EXPECT_EQ(all[0].source, "A Rule Set");
  EXPECT_EQ(all[0].by, "virustotal");
  EXPECT_EQ(all[0].how, "observed");
  ASSERT_EQ(all[0].evidence.size(), 1u);
  EXPECT_EQ(all[0].evidence[0].fields, (std::vector<std::pair<std::string, std::string>>{
                                           {"EventID", "1"}, {"ScriptBlockText", "a\r\nb"}}));
  EXPECT_STREQ(row["matches"][0]["description"].GetString(), "why");
  EXPECT_STREQ(row["matches"][0]["provider_rule_id"].GetString(), "f00");
  EXPECT_FALSE(row["matches"][0].HasMember("score"));
  EXPECT_EQ(all[1].level, "");
  EXPECT_TRUE(all[1].evidence.empty());
}

TEST_F(ReportStepTest, EvidenceIsCappedAndTheCapIsSaid) {
  std::string events = "{\"values\": {\"a\": \"b\"}}";
  for (int i = 1; i < 45; ++i) events += ", {\"values\": {\"a\": \"b\"}}";
  const Outgoing row = ask_file(R"("sigma_analysis_results": [{"rule_title": "T",
      "match_context": [)" + events +
                                "]}]");
  EXPECT_EQ(row["matches"][0]["evidence"].Size(), 30u);
  EXPECT_EQ(row["matches"][0]["evidence_left_out"].GetInt64(), 15);
}

TEST_F(ReportStepTest, TheAddressOfTheApiIsChecked) {
  for (const char* url : {"", "ftp://a.example", "a.example", "https://", "https:///", "http://?",
                          "https://user:pw@a.example/api", "https://a.example/?key=1",
                          "https://a.example/#x", "https://a.example/a b"}) {
    const std::string config = R"({"url": ")" + std::string(url) + "\"}";
    EXPECT_THROW(StepHarness(rulemap_entry_virustotal, "virustotal.report", config),
                 std::runtime_error)
        << url;
  }
  for (const char* names : {"-1", "1001"}) {
    const std::string config = R"({"names": )" + std::string(names) + "}";
    EXPECT_THROW(StepHarness(rulemap_entry_virustotal, "virustotal.report", config),
                 std::runtime_error);
  }
  ask(indicator("ipv6", "2001:db8::1"), {404, ""}, {},
      R"({"url": "http://localhost:8080/vt//", "relations": []})");
  EXPECT_EQ(asked().at(0), "GET http://localhost:8080/vt/ip_addresses/2001:db8::1");
}

// Keeps the headers of the last request.
struct ListeningHttp {
  std::vector<std::tuple<std::string, std::string, std::int64_t>> headers = {};
  rulemap_http abi{sizeof abi, this,
                   [](const rulemap_http* http, const rulemap_request* requests, std::size_t,
                      rulemap_response* responses, rulemap_error*) noexcept -> rulemap_status {
                     auto& heard = static_cast<ListeningHttp*>(http->host)->headers;
                     heard.clear();
                     for (std::uint32_t i = 0; i < requests->header_count; ++i) {
                       const rulemap_header& each = requests->headers[i];
                       heard.emplace_back(view(each.name), view(each.value), each.secret);
                     }
                     responses->outcome = RULEMAP_OK;
                     responses->status = 404;
                     return RULEMAP_OK;
                   },
                   0};
};

TEST_F(ReportStepTest, TheKeyGoesIntoAHeaderAndIsNeverSeen) {
  for (const char* config : {R"({"key": "hidden"})", "{}"}) {
    testing::FakeWorld world;
    ListeningHttp http;
    host::Lent lent = world.lend();
    lent.http = &http.abi;
    host::FieldTable fields;
    const rulemap_step& abi = *rulemap_entry_virustotal.steps[0];
    host::StepInstance step(abi, testing::detail::configure(*abi.about, world, config), lent,
                            fields);
    testing::detail::begin(step, fields);
    host::Record record = testing::detail::record_of(fields, indicator("md5", kMd5));
    host::Record* row = &record;
    const std::uint64_t id = 1;
    step.process({&row, 1}, {&id, 1});
    const bool has_key = std::string_view(config) != "{}";
    ASSERT_EQ(http.headers.size(), has_key ? 3u : 2u);
    EXPECT_EQ(http.headers[0], (std::tuple<std::string, std::string, std::int64_t>{
                                   "accept", "application/json", 0}));
    EXPECT_EQ(http.headers[1],
              (std::tuple<std::string, std::string, std::int64_t>{"x-tool", "rulemap", 0}));
    if (!has_key) continue;
    EXPECT_EQ(http.headers[2],
              (std::tuple<std::string, std::string, std::int64_t>{"x-apikey", "", 1}));
  }
}

}  // namespace
}  // namespace rulemap::virustotal
