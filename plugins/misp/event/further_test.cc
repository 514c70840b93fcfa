// What a record says beside its own indicator.
#include <algorithm>

#include "event/event_testing.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::misp {
namespace {

using FurtherTest = EventTest;
using Texts = std::vector<std::string>;

std::string observable(const std::string& type, const std::string& key,
                       const std::string& attributes = "", const std::string& relations = "",
                       bool is_subject = false) {
  return R"({"type":")" + type + R"(","key":")" + key + R"(","by":"virustotal","subject":)" +
         (is_subject ? "true" : "false") + R"(,"attributes":[)" + attributes +
         R"(],"relations":[)" + relations + "]}";
}
std::string observables(const Texts& all) {
  std::string out;
  for (const std::string& each : all) out += (out.empty() ? "" : ",") + each;
  return R"("observables":[)" + out + "]";
}
std::string relation(const std::string& kind, const std::string& type, const std::string& key) {
  return R"({"kind":")" + kind + R"(","type":")" + type + R"(","key":")" + key + R"("})";
}
std::string text_attribute(const std::string& name, const std::string& value) {
  return attribute(name, "\"" + value + "\"");
}
std::string time_attribute(const std::string& name, std::int64_t ms) {
  return R"({"name":")" + name + R"(","value":)" + std::to_string(ms) + R"(,"is":"time"})";
}
// A row of the file kSha256 with these matches.
std::string matched(const std::string& matches, const std::string& more = "") {
  return row("sha256", kSha256,
             R"("matches":[)" + matches + "]" + (more.empty() ? "" : ",") + more);
}
std::string sorted_text(Texts all) {
  std::sort(all.begin(), all.end());
  std::string out;
  for (const std::string& each : all) out += each + "\n";
  return out;
}

constexpr const char* kOtherSha256 =
    "aaaa2b027ace155f07748aa4ff85e5cdd4e623c88bf55f349f5dbf9de570ea17";

TEST_F(FurtherTest, WhatStandsBehindAHost) {
  write({row(
      "domain", "evil.example",
      observables({observable("domain", "evil.example", "",
                              relation("identified-by", "certificate", kSha256) + "," +
                                  relation("characterized-by", "whois", "evil.example") + "," +
                                  relation("resolves-to", "ip", "203.0.113.7"),
                              true),
                   observable("certificate", kSha256,
                              text_attribute("thumbprint_sha1", kSha1) + "," +
                                  text_attribute("subject", "CN=evil.example") + "," +
                                  text_attribute("issuer", "C=US, CN=R1") + "," +
                                  text_attribute("serial_number", "0a0b") + "," +
                                  time_attribute("valid_from", 1597234060000) + "," +
                                  text_attribute("name", "www.evil.example") + "," +
                                  text_attribute("name", "*.evil.example")),
                   observable("whois", "evil.example",
                              text_attribute("text", "Domain: EVIL\\nRegistrar: R") + "," +
                                  text_attribute("registrar", "R") + "," +
                                  time_attribute("creation_date", 1597234060000)),
                   observable("ip", "203.0.113.7", "", relation("belongs-to", "asn", "AS64500")),
                   observable("asn", "AS64500",
                              attribute("asn", "64500") + "," + text_attribute("as_owner", "Net") +
                                  "," + text_attribute("country", "DE"))}))});
  EXPECT_EQ(sorted_text(references(object("domain-ip"))),
            "analysed-with -> virustotal-report\ncharacterized-by -> whois\n"
            "identified-by -> x509\nresolves-to -> ip-port\n");
  EXPECT_EQ(references(object("ip-port")), Texts{"belongs-to -> asn"});
  const Json& x509 = object("x509");
  EXPECT_EQ(values(x509, "x509-fingerprint-sha256"), kSha256);
  EXPECT_EQ(values(x509, "x509-fingerprint-sha1"), kSha1);
  EXPECT_EQ(values(x509, "subject"), "CN=evil.example");
  EXPECT_EQ(values(x509, "serial-number"), "0a0b");
  EXPECT_EQ(values(x509, "validity-not-before"), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(values(x509, "dns_names"), "www.evil.example");
  EXPECT_EQ(values(x509, "text"), "for *.evil.example");
  const Json& whois = object("whois");
  EXPECT_EQ(values(whois, "text"), "Domain: EVIL\nRegistrar: R");
  EXPECT_EQ(values(whois, "registrar"), "R");
  EXPECT_EQ(values(object("asn"), "asn"), "64500");
  EXPECT_EQ(values(object("asn"), "description"), "Net");
  EXPECT_EQ(values(object("asn"), "country"), "DE");
  EXPECT_TRUE(call_.refused_values.empty());
}

TEST_F(FurtherTest, WhatARecordNamesIsNoIndicator) {
  write({row("sha256", kSha256,
             R"("reputation.malicious":41,"reputation.total":72,)" +
                 observables({observable("file", kSha256, "",
                                         relation("communicates-with", "domain", "c2.example") +
                                             "," + relation("drops", "file", kOtherSha256) + "," +
                                             relation("communicates-with", "ip", "2001:db8::1") +
                                             "," + relation("mentions", "url", "http://a.example/"),
                                         true),
                              observable("domain", "c2.example"), observable("ip", "2001:db8::1"),
                              observable("url", "http://a.example/"),
                              observable("file", kOtherSha256,
                                         text_attribute("name", "b.exe") + "," +
                                             text_attribute("path", "C:\\\\b"))}))});
  EXPECT_EQ(noted("objects"), "6");
  for (const Json& each : event()["Object"].GetArray()) {
    const bool is_own = text(each, "uuid") == call_.receipts.at(0).text;
    for (const Json& of : each["Attribute"].GetArray()) {
      EXPECT_EQ(of["to_ids"].GetBool(), is_own && text(of, "object_relation") == "sha256");
    }
    if (!is_own && text(each, "name") != "virustotal-report") {
      EXPECT_EQ(text(each, "comment"), "named by virustotal");
    }
  }
  EXPECT_EQ(values(object("file", 1), "fullpath"), "C:\\b");
  EXPECT_EQ(sorted_text(references(object("file", 0))),
            "analysed-with -> virustotal-report\ncommunicates-with -> domain-ip\n"
            "communicates-with -> ip-port\ndrops -> file\nmentions -> url\n");
}

TEST_F(FurtherTest, AnIndicatorStaysOneWhereAnotherRecordNamesIt) {
  const std::string named =
      observables({observable("file", kSha256, "", relation("drops", "file", kOtherSha256), true),
                   observable("file", kOtherSha256,
                              text_attribute("name", "a") + "," + text_attribute("name", "b"))});
  for (const bool first : {true, false}) {
    std::vector<std::string> rows{row("sha256", kSha256, named), row("sha256", kOtherSha256)};
    if (first) std::reverse(rows.begin(), rows.end());
    write(rows);
    std::size_t indicators = 0;
    for (const Json& each : event()["Object"].GetArray()) {
      if (text(each, "name") != "file") continue;
      indicators += attribute_of(each, "sha256")["to_ids"].GetBool() ? 1 : 0;
    }
    EXPECT_EQ(indicators, 2u);
    EXPECT_EQ(call_.receipts.size(), 2u);
  }
}

TEST_F(FurtherTest, SaysWhereTheCapOfRelatedThingsBit) {
  Texts all;
  for (int i = 0; i < 150; ++i) {
    all.push_back(observable("domain", "d" + std::to_string(i) + ".example"));
  }
  write({row("domain", "evil.example", observables(all))});
  EXPECT_EQ(noted("objects"), "101");
  EXPECT_EQ(noted("related things left out"), "50");
  write({row("domain", "evil.example", observables(all))}, R"("related":0)");
  EXPECT_EQ(noted("objects"), "1");
  EXPECT_EQ(noted("related things left out"), "150");
  EXPECT_THROW(testing::SinkHarness(rulemap_entry_misp, "misp.event", config(R"("related":5001)")),
               std::runtime_error);
}

TEST_F(FurtherTest, ThingsOfSeveralRecordsKeepTheReferencesOfAll) {
  const auto one = [](const std::string& name, const std::string& target) {
    return row("domain", name,
               observables({observable("domain", "shared.example", "",
                                       relation("known-as", "domain", target))}));
  };
  write({one("a.example", "b.example"), one("b.example", "a.example")});
  EXPECT_EQ(references(object("domain-ip", 2)),
            (Texts{"known-as -> domain-ip", "known-as -> domain-ip"}));
}

TEST_F(FurtherTest, AProvidersReportHasItsPage) {
  const std::string said =
      R"("reputation.malicious":41,"reputation.total":72,"reputation.label":"trojan.x",)"
      R"("reputation.by":"virustotal",)";
  const std::string url = "https://evil.example/a";
  write({row("sha256", kSha256,
             said + observables({observable("file", kSha256,
                                            time_attribute("first_seen", 1597234060000) + "," +
                                                time_attribute("last_seen", 1767225600000),
                                            "", true)})),
         row("url", url, R"("ioc.line":1,)" + observables({observable("url", url, "", "", true)})),
         row("ipv4", "203.0.113.7", R"("ioc.line":2)")});
  const Json& of = object("virustotal-report", 0);
  EXPECT_EQ(values(of, "permalink"), "https://www.virustotal.com/gui/file/" + std::string(kSha256));
  EXPECT_EQ(values(of, "detection-ratio"), "41/72");
  EXPECT_EQ(values(of, "first-submission"), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(values(of, "last-submission"), "2026-01-01T00:00:00+00:00");
  EXPECT_EQ(values(of, "comment"), "label trojan.x");
  EXPECT_EQ(values(object("virustotal-report", 1), "permalink"),
            "https://www.virustotal.com/gui/url/" + ids::sha256_hex(url));
  EXPECT_EQ(references(object("url")), Texts{"analysed-with -> virustotal-report"});
  EXPECT_EQ(noted("objects"), "5");
}

TEST_F(FurtherTest, ASandboxIsCitedWithAllThatItSaid) {
  const std::string zenbox = std::string(kSha256) + "_Zenbox";
  write({row("sha256", kSha256,
             observables({observable("file", kSha256, "",
                                     relation("analysed-with", "sandbox-report", zenbox), true),
                          observable("sandbox-report", zenbox,
                                     text_attribute("sandbox", "Zenbox") + "," +
                                         text_attribute("service_started", "x") + "," +
                                         text_attribute("verdict", "malicious") + "," +
                                         attribute("confidence", "90") + "," +
                                         time_attribute("analysed", 1597234060000),
                                     relation("observed", "domain", "c2.example")),
                          observable("domain", "c2.example")}) +
                 R"(,"techniques":[{"id":"T1055","name":"Process Injection","by":"virustotal",)"
                 R"("source":"Zenbox","severity":"high"},{"id":"T1","by":"virustotal",)"
                 R"("source":"CAPE"},{"id":"T2","by":"sigma","source":"id-1"}])")});
  const Json& of = object("sandbox-report", 0);
  const Json& other = object("sandbox-report", 1);
  const bool first = values(of, "saas-sandbox") == "Zenbox";
  const Json& report = first ? of : other;
  EXPECT_EQ(values(report, "results"),
            "verdict: malicious,technique T1055 Process Injection (high),service_started: x");
  EXPECT_EQ(values(report, "score"), "confidence 90");
  EXPECT_EQ(text(report, "comment"), "Zenbox, by virustotal");
  EXPECT_EQ(text(report, "first_seen"), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(references(report), Texts{"observed -> domain-ip"});
  EXPECT_EQ(values(first ? other : of, "saas-sandbox"), "CAPE");
  EXPECT_EQ(sorted_text(references(object("file"))),
            "analysed-with -> sandbox-report\nanalysed-with -> sandbox-report\n"
            "analysed-with -> virustotal-report\n");
  EXPECT_THROW(object("sandbox-report", 2), std::runtime_error);
}

TEST_F(FurtherTest, ARuleIsOneObjectHoweverManyFilesItMatches) {
  const std::string rule =
      R"({"kind":"sigma","id":"id-1","title":"Suspicious Run","by":"virustotal","how":"observed",)"
      R"("level":"high","status":"stable","author":"Jane Roe","licence":"DRL-1.1","source":"set",)"
      R"("url":"https://rules.example/1","text":"title: x\r\ndetection: y\n",)"
      R"("evidence":[{"Image":"C:\\a.exe"}]})";
  write(
      {matched(rule + "," + rule), row("sha1", kSha1, R"("ioc.line":1,"matches":[)" + rule + "]")});
  EXPECT_EQ(noted("objects"), "3");
  const Json& sigma = object("sigma");
  EXPECT_EQ(values(sigma, "sigma"), "title: x\ndetection: y\n");
  EXPECT_EQ(values(sigma, "sigma-rule-name"), "Suspicious Run");
  EXPECT_EQ(values(sigma, "reference"), "https://rules.example/1");
  EXPECT_EQ(values(sigma, "comment"),
            "id id-1; level high; status stable; author Jane Roe; licence DRL-1.1; source set; "
            "observed by virustotal; matched on Image=C:\\a.exe");
  EXPECT_EQ(references(object("file", 0)), Texts{"detected-by -> sigma"});
  EXPECT_EQ(references(object("file", 1)), Texts{"detected-by -> sigma"});
  EXPECT_EQ(call_.receipts.size(), 2u);
}

TEST_F(FurtherTest, ARuleWithoutATextIsNamed) {
  write({matched(R"({"kind":"yara","id":"Agent_Tesla","said":"Agent_Tesla","how":"observed"},)"
                 R"({"kind":"suricata","id":"1:1","title":"ET A","url":"https://a.example/1"},)"
                 R"({"kind":"snort","id":"1:2","title":"B"},)"
                 R"({"kind":"sigma","said":"Old","reason":"ambiguous","how":"theoretical",)"
                 R"("candidates":[{"id":"c-1"},{"id":"c-2"}]},)"
                 R"({"kind":"other","id":"x"},{"kind":"yara"})")});
  EXPECT_EQ(values(object("yara"), "yara-rule-name"), "Agent_Tesla");
  EXPECT_EQ(values(object("yara"), "yara"), "");
  EXPECT_EQ(values(object("sigma"), "sigma-rule-name"), "Old");
  EXPECT_EQ(values(object("sigma"), "comment"),
            "not told which rule: ambiguous; one of c-1 or c-2");
  std::set<std::string> notes{values(object("annotation", 0), "text"),
                              values(object("annotation", 1), "text")};
  EXPECT_EQ(notes, (std::set<std::string>{"suricata rule ET A\nid 1:1", "snort rule B\nid 1:2"}));
  EXPECT_EQ(sorted_text(references(object("file"))),
            "detected-by -> annotation\ndetected-by -> annotation\ndetected-by -> yara\n"
            "related-to -> sigma\n");
  EXPECT_EQ(noted("objects"), "5");
}

TEST_F(FurtherTest, RulesOfSensorsCarryTheirText) {
  const std::string snort = "alert tcp any any -> any any (msg:\\\"x\\\"; sid:2;)";
  write({matched(
      R"({"kind":"suricata","id":"1:1","title":"ET A","how":"observed","text":"alert a"},)"
      R"({"kind":"snort","id":"1:2","title":"B","how":"observed","licence":"GPL-2.0-only",)"
      R"("text":")" +
      snort + R"("})")});
  EXPECT_EQ(values(object("suricata"), "suricata"), "alert a");
  ASSERT_EQ(event()["Attribute"].Size(), 1u);
  const Json& attribute = event()["Attribute"][0u];
  EXPECT_EQ(text(attribute, "type"), "snort");
  EXPECT_EQ(text(attribute, "value"), "alert tcp any any -> any any (msg:\"x\"; sid:2;)");
  EXPECT_EQ(text(attribute, "comment"), "id 1:2; licence GPL-2.0-only");
  EXPECT_FALSE(attribute["to_ids"].GetBool());
  const Json& list = object("file")["ObjectReference"];
  ASSERT_EQ(list.Size(), 2u);
  std::set<std::string> targets;
  for (const Json& each : list.GetArray()) targets.insert(text(each, "referenced_uuid"));
  EXPECT_TRUE(targets.count(text(attribute, "uuid")));
}

TEST_F(FurtherTest, CapsTheRulesOfOneRecord) {
  std::string all;
  for (int i = 0; i < 1100; ++i) {
    all += (i ? "," : "") + (R"({"kind":"yara","id":"r)" + std::to_string(i) + "\"}");
  }
  write({matched(all)});
  EXPECT_EQ(noted("objects"), "1001");
  EXPECT_EQ(noted("rules left out"), "100");
}

TEST_F(FurtherTest, ARejectedRowAddsNothing) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  call_ = sink.write_case({row("mutex", "x", observables({observable("domain", "c2.example")}))});
  ASSERT_TRUE(call_.end.ok());
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(FurtherTest, GivesTheSameBytesInAnyOrder) {
  std::vector<std::string> rows;
  for (int i = 0; i < 5; ++i) {
    const std::string n = std::to_string(i);
    rows.push_back(
        row("domain", "d" + n + ".example",
            R"("ioc.line":)" + n + R"(,"matches":[{"kind":"yara","id":"r","description":"d)" + n +
                R"("}],)" +
                observables({observable("domain", "shared.example", "",
                                        relation("known-as", "domain", "d" + n + ".example")),
                             observable("asn", "AS1")})));
  }
  write(rows);
  const std::string first = text_;
  std::reverse(rows.begin(), rows.end());
  write(rows);
  EXPECT_EQ(text_, first);
}

}  // namespace
}  // namespace rulemap::misp
