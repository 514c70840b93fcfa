// The predecessor's faults in what MISP is told, by their numbers: none of them may come back.
#include "event/event_testing.h"

namespace rulemap::misp {
namespace {

using FaultsTest = EventTest;
using Texts = std::vector<std::string>;

// The uuids of objects, their attributes and references, in their order.
Texts uuids_of(const Json& event) {
  Texts out{event["uuid"].GetString()};
  for (const Json& object : event["Object"].GetArray()) {
    out.push_back(object["uuid"].GetString());
    for (const char* list : {"Attribute", "ObjectReference"}) {
      const auto found = object.FindMember(list);
      if (found == object.MemberEnd()) continue;
      for (const Json& each : found->value.GetArray()) out.push_back(each["uuid"].GetString());
    }
  }
  return out;
}

// A file as a provider knows it, with all that it is related to.
std::string whole_row(const std::string& names = R"({"name":"name","value":"a.exe"})") {
  const std::string hash = kSha256;
  const auto thing = [](const std::string& type, const std::string& key,
                        const std::string& attributes) {
    return R"(,{"type":")" + type + R"(","key":")" + key + R"(","by":"virustotal","attributes":[)" +
           attributes + "]}";
  };
  return row(
      "sha256", hash,
      R"("lookup.vt":"known","reputation.malicious":41,"reputation.total":72,)"
      R"("reputation.label":"trojan.agent/tesla","reputation.by":"virustotal",)"
      R"("matches":[{"kind":"yara","id":"Agent_Tesla","how":"observed"},)"
      R"({"kind":"suricata","id":"1:1","title":"ET MALWARE","text":"alert tls","how":"observed"}],)"
      R"("observables":[{"type":"file","key":")" +
          hash + R"(","by":"virustotal","subject":true,"attributes":[)" + names +
          R"(,{"name":"first_seen","value":1597234060000,"is":"time"},)"
          R"({"name":"last_seen","value":1767225600000,"is":"time"}],"relations":[)"
          R"({"kind":"communicates-with","type":"domain","key":"c2.example"},)"
          R"({"kind":"communicates-with","type":"ip","key":"2001:db8::1"},)"
          R"({"kind":"signed-by","type":"certificate","key":")" +
          hash + R"("}]})" +
          thing("domain", "c2.example", R"({"name":"address","value":"2001:db8::1"})") +
          thing("ip", "2001:db8::1", "") +
          thing("certificate", hash, R"({"name":"subject","value":"CN=x"})") + "]");
}

TEST_F(FaultsTest, B10_TheSameCaseIsTheSameEventAndNotASecondOne) {
  write({whole_row()});
  const Texts first = uuids_of(event());
  EXPECT_GT(first.size(), 30u);
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), first.size());
  write({whole_row()});
  EXPECT_EQ(uuids_of(event()), first);
  // What nobody knew yet was the same object.
  write({row("sha256", kSha256, R"("lookup.vt":"failed")")});
  for (const std::string& each : uuids_of(event())) {
    EXPECT_EQ(std::count(first.begin(), first.end(), each), 1) << each;
  }
}

TEST_F(FaultsTest, B15_NamesOfAFileNeverAlarmAndAreBounded) {
  std::string names = R"({"name":"name","value":"setup.exe"})";
  for (int i = 0; i < 500; ++i) {
    names += R"(,{"name":"name","value":")" + std::to_string(i) + R"(.exe"})";
  }
  write({whole_row(names)});
  const auto written = attributes(object("file"), "filename");
  EXPECT_EQ(written.size(), 100u);
  for (const Json* each : written) {
    EXPECT_FALSE((*each)["to_ids"].GetBool());
    EXPECT_TRUE((*each)["disable_correlation"].GetBool());
  }
  EXPECT_EQ(noted("values left out"), "401");
}

TEST_F(FaultsTest, B18_NothingOfTheEventsPolicyIsHardCoded) {
  const std::tuple<const char*, const char*, const char*, const char*> rows[] = {
      {"", "0", "4", "0"},
      {R"("distribution":"3","threat_level":"high","analysis":"complete")", "3", "1", "2"}};
  for (const auto& [options, distribution, threat, analysis] : rows) {
    write({whole_row()}, options);
    EXPECT_EQ(text(event(), "distribution"), distribution);
    EXPECT_EQ(text(event(), "threat_level_id"), threat);
    EXPECT_EQ(text(event(), "analysis"), analysis);
    EXPECT_EQ(tags(event()), Texts{"tlp:green"});
  }
}

TEST_F(FaultsTest, B19_NothingThatTheProviderSaidIsLost) {
  write({whole_row()});
  const Json& report = object("virustotal-report");
  EXPECT_EQ(values(report, "detection-ratio"), "41/72");
  EXPECT_EQ(values(report, "permalink"),
            "https://www.virustotal.com/gui/file/" + std::string(kSha256));
  EXPECT_EQ(values(report, "first-submission"), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(values(report, "last-submission"), "2026-01-01T00:00:00+00:00");
  EXPECT_EQ(values(report, "comment"), "label trojan.agent/tesla");
  EXPECT_EQ(values(object("yara"), "yara-rule-name"), "Agent_Tesla");
  EXPECT_EQ(values(object("suricata"), "suricata"), "alert tls");
  EXPECT_EQ(values(object("domain-ip"), "ip"), "2001:db8::1");
  EXPECT_EQ(values(object("ip-port"), "ip"), "2001:db8::1");
  EXPECT_EQ(values(object("x509"), "subject"), "CN=x");
  Texts found = references(object("file"));
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (Texts{"analysed-with -> virustotal-report", "communicates-with -> domain-ip",
                          "communicates-with -> ip-port", "detected-by -> suricata",
                          "detected-by -> yara", "signed-by -> x509"}));
  EXPECT_EQ(references(object("domain-ip")), Texts{"resolves-to -> ip-port"});
}

}  // namespace
}  // namespace rulemap::misp
