// B19: what was lost of a report: detection ratio, permalink, dates, label, family, contacted
// hosts, records of every kind, certificates, and every relation between objects.
#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

class ObjectsTest : public ReportTest {
 protected:
  Outgoing ask_for(const char* type, const char* value, const std::string& attributes) {
    return ask(indicator(type, value), {200, R"({"data": {"attributes": {)" + attributes + "}}}"});
  }
  // By type; a test has one of each.
  static Observable one(const Outgoing& row, std::string_view type) {
    for (const Observable& each : listed<Observable>(row)) {
      if (each.type == type && !each.subject) return each;
    }
    return {};
  }
  static std::string kind_to(const Outgoing& row, std::string_view type) {
    const Observable subject = listed<Observable>(row).at(0);
    for (const Relation& each : subject.relations) {
      if (each.type == type) return each.kind;
    }
    return "none";
  }
  static std::int64_t number(const Observable& of, std::string_view name) {
    for (const Attribute& each : of.attributes) {
      const auto* number = std::get_if<std::int64_t>(&each.value);
      const auto* time = std::get_if<Time>(&each.value);
      if (each.name == name) return number ? *number : time ? time->ms : -2;
    }
    return -1;
  }
};

const std::string kCertificate = R"("last_https_certificate": {
    "thumbprint_sha256": ")" + std::string(64, 'C') +
                                 R"(", "thumbprint": ")" + std::string(40, 'c') +
                                 R"(", "serial_number": "4db",
    "validity": {"not_before": "2025-02-13 02:46:40", "not_after": "2025-05-14 02:46:39"},
    "subject": {"CN": "a.example"}, "issuer": {"C": "US", "O": "A CA", "CN": "R1"},
    "public_key": {"algorithm": "RSA", "rsa": {"key_size": 2048}},
    "extensions": {"subject_alternative_name": ["a.example", "*.a.example"], "CA": false}})";

TEST_F(ObjectsTest, B19_ACertificateStandsByItselfAndIdentifiesItsHost) {
  for (const auto& [type, value] :
       {std::pair{"domain", "a.example"}, std::pair{"ipv4", "1.2.3.4"}}) {
    const Outgoing row = ask_for(type, value, kCertificate);
    const Observable certificate = one(row, "certificate");
    EXPECT_EQ(certificate.key, std::string(64, 'c'));
    EXPECT_EQ(values(certificate, "thumbprint_sha1"), std::vector{std::string(40, 'c')});
    EXPECT_EQ(values(certificate, "subject"), std::vector<std::string>{"CN=a.example"});
    EXPECT_EQ(values(certificate, "issuer"), std::vector<std::string>{"C=US, O=A CA, CN=R1"});
    EXPECT_EQ(values(certificate, "serial_number"), std::vector<std::string>{"4db"});
    EXPECT_EQ(values(certificate, "name"), (std::vector<std::string>{"a.example", "*.a.example"}));
    EXPECT_EQ(number(certificate, "valid_from"), 1'739'414'800'000);
    EXPECT_EQ(number(certificate, "key_size"), 2048);
    EXPECT_EQ(kind_to(row, "certificate"), "identified-by");
    EXPECT_FALSE(row.has("vt.values_left_out"));
  }
}

TEST_F(ObjectsTest, B19_RecordsOfEveryKind) {
  const Outgoing row = ask_for("domain", "a.example", R"("last_dns_records": [
      {"type": "AAAA", "value": "2a00::1"}, {"type": "CNAME", "value": "Edge.b.example."},
      {"type": "MX", "value": "mx.b.example", "priority": 10}, {"type": "MX", "value": ""},
      {"type": "NS", "value": "ns.b.example"}, {"type": "TXT", "value": "v=spf1 -all"},
      {"type": "SOA", "value": "ns.b.example", "rname": "host.b.example"},
      {"type": "CAA", "value": "ca.example"}, {"type": "NAPTR", "value": "x"}])");
  const Observable domain = listed<Observable>(row).at(0);
  const std::pair<const char*, const char*> want[] = {
      {"address", "2a00::1"}, {"cname", "edge.b.example"},    {"mx", "mx.b.example"},
      {"ns", "ns.b.example"}, {"txt", "v=spf1 -all"},         {"soa", "ns.b.example"},
      {"caa", "ca.example"},  {"soa_rname", "host.b.example"}};
  for (const auto& [name, value] : want) {
    EXPECT_EQ(values(domain, name), std::vector<std::string>{value}) << name;
  }
  const std::pair<const char*, const char*> relations[] = {{"resolves-to", "2a00::1"},
                                                           {"known-as", "edge.b.example"},
                                                           {"uses", "mx.b.example"},
                                                           {"uses", "ns.b.example"}};
  ASSERT_EQ(domain.relations.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(domain.relations[i].kind, relations[i].first);
    EXPECT_EQ(domain.relations[i].key, relations[i].second);
  }
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 1) << "a type that nobody reads";
}

TEST_F(ObjectsTest, WhoisStandsByItself) {
  const Outgoing row = ask_for("domain", "a.example",
                               R"("whois": "Registrar: R\nDNSSEC: unsigned", "registrar": "R",
      "whois_date": 1700000000, "creation_date": 1035853276, "expiration_date": 1900000000)");
  const Observable whois = one(row, "whois");
  EXPECT_EQ(whois.key, "a.example");
  EXPECT_EQ(values(whois, "text"), std::vector<std::string>{"Registrar: R\nDNSSEC: unsigned"});
  EXPECT_EQ(number(whois, "creation_date"), 1'035'853'276'000);
  EXPECT_EQ(number(listed<Observable>(row).at(0), "expiration_date"), 1'900'000'000'000);
  EXPECT_EQ(kind_to(row, "whois"), "characterized-by");
  EXPECT_EQ(one(ask_for("domain", "a.example", R"("registrar": "R")"), "whois").key, "");
}

TEST_F(ObjectsTest, AnAddressBelongsToItsSystem) {
  const Outgoing row =
      ask_for("ipv4", "1.2.3.4", R"("asn": 64500, "as_owner": "Example", "country": "ZZ")");
  EXPECT_EQ(one(row, "asn").key, "AS64500");
  EXPECT_EQ(values(one(row, "asn"), "as_owner"), std::vector<std::string>{"Example"});
  EXPECT_EQ(kind_to(row, "asn"), "belongs-to");
}

TEST_F(ObjectsTest, AUrlLeadsSomewhere) {
  const Outgoing row = ask_for("url", "http://a.example/", R"("url": "http://a.example/",
      "redirection_chain": ["http://a.example/", "http://b.example/", "no url"],
      "last_final_url": "https://c.example/", "last_http_response_code": 200,
      "outgoing_links": ["http://d.example/", "http://e.example/"], "threat_names": ["C2/X"],
      "last_http_response_headers": {"server": "nginx", "x": ""})");
  const Observable url = listed<Observable>(row).at(0);
  EXPECT_EQ(number(url, "http_code"), 200);
  EXPECT_EQ(number(url, "outgoing_links"), 2);
  EXPECT_EQ(values(url, "threat"), std::vector<std::string>{"C2/X"});
  EXPECT_EQ(values(url, "header"), (std::vector<std::string>{"server: nginx", "x"}));
  ASSERT_EQ(url.relations.size(), 2u);
  EXPECT_EQ(url.relations[0].key, "http://b.example/");
  EXPECT_EQ(url.relations[1].key, "https://c.example/");
  EXPECT_EQ(url.relations[1].kind, "redirects-to");
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 1);
}

// One real configuration holds the host below, with a NUL in it.
TEST_F(ObjectsTest, AServerOfAConfigurationIsCheckedBeforeItIsOne) {
  const Outgoing row = ask_file(R"("malware_config": {"families": [{"family": "rat", "configs": [
      {"tool": "T", "txt_configs": ["{}"], "net_info": {"connections": [
        {"host": "\u03f2\u0000172.94.9\u00006.90", "categories": ["C2"]},
        {"host": "c2.evil.example", "categories": ["C2"]}, {"url": "http://evil.example/gate"},
        {"host": ""}, 7]}}]}]})");
  const auto all = listed<Observable>(row);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(values(all[0], "family"), std::vector<std::string>{"rat"});
  EXPECT_EQ(all[1].key, "c2.evil.example");
  EXPECT_EQ(values(all[1], "role"), std::vector<std::string>{"C2"});
  EXPECT_EQ(all[0].relations.at(0).kind, "beacons-to");
  EXPECT_EQ(all[2].type, "url");
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 1);
}

TEST_F(ObjectsTest, AFileHasSignersAndVerdictsOfSandboxes) {
  const Outgoing row = ask_file(R"("signature_info": {"verified": "Signed", "product": "P",
      "signers": "A Corp; A CA; Root", "signers details": [{"name": "A Corp",
        "thumbprint": ")" + std::string(40, 'E') +
                                R"(", "valid from": "12:00 AM 08/24/2001"}]},
      "sandbox_verdicts": {"Zenbox": {"sandbox_name": "Zenbox", "category": "malicious",
        "confidence": 90, "malware_names": ["Orcus"], "malware_classification": ["RAT"]}})");
  const Observable file = listed<Observable>(row).at(0);
  EXPECT_EQ(values(file, "signature"), std::vector<std::string>{"Signed"});
  EXPECT_EQ(values(file, "signer"), (std::vector<std::string>{"A Corp", "A CA", "Root"}));
  EXPECT_EQ(one(row, "certificate").key, std::string(40, 'e'));
  EXPECT_EQ(kind_to(row, "certificate"), "signed-by");
  const Observable report = one(row, "sandbox-report");
  EXPECT_EQ(report.key, kSha256 + "_Zenbox");
  EXPECT_EQ(values(report, "verdict"), std::vector<std::string>{"malicious"});
  EXPECT_EQ(values(report, "family"), std::vector<std::string>{"Orcus"});
  EXPECT_EQ(number(report, "confidence"), 90);
  EXPECT_EQ(kind_to(row, "sandbox-report"), "analysed-with");
}

TEST_F(ObjectsTest, B19_FactsOfAReport) {
  const Outgoing row = ask_file(R"("last_analysis_stats": {"malicious": 40, "undetected": 28},
      "popular_threat_classification": {"suggested_threat_label": "trojan.msil/tasker",
        "popular_threat_name": [{"value": "tasker", "count": 9}, {"value": "msil", "count": 3}],
        "popular_threat_category": [{"value": "trojan", "count": 21}]},
      "first_submission_date": 1600000000, "last_submission_date": 1700000000,
      "last_modification_date": 1700000001, "total_votes": {"harmless": 1, "malicious": 4},
      "times_submitted": 3, "unique_sources": 2, "tags": ["peexe"], "trid": [
        {"file_type": "Win64", "probability": 63.5}, {"file_format_legacy": "DOS", "probability": 9}],
      "threat_severity": {"version": "U3", "threat_severity_level": "SEVERITY_HIGH",
        "last_analysis_date": "1732621418", "level_description": "because"},
      "gti_assessment": {"verdict": {"value": "VERDICT_MALICIOUS"}, "threat_score": {"value": 80}},
      "crowdsourced_context": [{"severity": "high", "title": "T", "details": "D", "source": "S"}])");
  const std::pair<const char*, std::int64_t> numbers[] = {{"vt.malicious", 40},
                                                          {"vt.total", 68},
                                                          {"vt.votes_malicious", 4},
                                                          {"vt.times_submitted", 3},
                                                          {"vt.unique_sources", 2},
                                                          {"vt.gti_score", 80},
                                                          {"vt.first_seen", 1'600'000'000'000},
                                                          {"vt.last_seen", 1'700'000'000'000},
                                                          {"vt.modified", 1'700'000'001'000},
                                                          {"vt.severity_at", 1'732'621'418'000}};
  for (const auto& [field, value] : numbers) {
    ASSERT_TRUE(row.has(field)) << field;
    EXPECT_EQ(row[field].GetInt64(), value) << field;
  }
  const std::pair<const char*, std::string> texts[] = {
      {"vt.label", "trojan.msil/tasker"},
      {"vt.family", "tasker"},
      {"vt.severity", "SEVERITY_HIGH"},
      {"vt.severity_reason", "because"},
      {"vt.gti_verdict", "VERDICT_MALICIOUS"},
      {"vt.permalink", "https://www.virustotal.com/gui/file/" + kSha256}};
  for (const auto& [field, value] : texts) EXPECT_EQ(row.text(field), value) << field;
  const Observable file = listed<Observable>(row).at(0);
  EXPECT_EQ(values(file, "family"), (std::vector<std::string>{"tasker", "msil"}));
  EXPECT_EQ(values(file, "threat_category"), std::vector<std::string>{"trojan"});
  EXPECT_EQ(values(file, "trid"), (std::vector<std::string>{"Win64: 63.5", "DOS: 9"}));
  EXPECT_EQ(values(file, "context"), std::vector<std::string>{"high: T: D: S"});
  EXPECT_EQ(values(file, "tag"), std::vector<std::string>{"peexe"});
}

TEST_F(ObjectsTest, WhatNoTableNamesIsCounted) {
  EXPECT_FALSE(ask_file(R"("last_analysis_results": {"A": {}}, "pe_info": {"x": 1})")
                   .has("vt.values_left_out"));
  const Outgoing row = ask_file(R"("new_text": "x", "new_object": {"a": [1]}, "new_null": null)");
  EXPECT_EQ(row["vt.values_left_out"].GetInt64(), 2);
}

// B16: as few requests as there can be. That none of them leaves without the case's TLP (B18) is
// the host's to see to: the gates of tests/engine/run_test.cc.
TEST_F(ObjectsTest, B16_RequestsOfEachKindOfThing) {
  const std::tuple<const char*, std::string, const char*, std::size_t> rows[] = {
      {"md5", kMd5, "{}", 2},
      {"sha256", kSha256, R"({"sandboxes": "reports"})", 2},
      {"sha256", kSha256, R"({"sandboxes": "summary"})", 2},
      {"sha256", kSha256, R"({"sandboxes": "off"})", 1},
      {"domain", "a.example", "{}", 1},
      {"ipv4", "1.2.3.4", "{}", 1},
      {"url", "http://a.example/", "{}", 1},
      {"cve", "CVE-2026-1", "{}", 0}};
  for (const auto& [type, value, config, requests] : rows) {
    ask(indicator(type, value), {200, file_body()}, {404, ""}, config);
    EXPECT_EQ(asked().size(), requests) << type << config;
  }
}

}  // namespace
}  // namespace rulemap::virustotal
