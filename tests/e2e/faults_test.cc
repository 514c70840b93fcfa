// The predecessor's faults, by their numbers: none of them may come back. Each is a small list, a
// few composed answers and one run of the program.
#include <ostream>
#include <tuple>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

const std::string kHash(64, 'a');
const std::string kIncomplete = "rulemap:lookup=\"incomplete\"";

std::string attack_tag(const std::string& cluster) {
  return "misp-galaxy:mitre-attack-pattern=\"" + cluster + "\"";
}

class Faults : public WholeRun {};

TEST_F(Faults, B1_AnErrorIsNotTakenForUnknown) {
  const std::pair<int, const char*> kErrors[] = {
      {429, "QuotaExceededError"}, {429, "TooManyRequestsError"}, {500, "InternalError"},
      {503, "TransientError"},     {403, "ForbiddenError"},       {400, "BadRequestError"}};
  std::string lines = "unknown.example\n";
  place_.answer("/domains/unknown.example", 404, kNotFound);
  for (std::size_t i = 0; i < std::size(kErrors); ++i) {
    const std::string name = "error" + std::to_string(i) + ".example";
    place_.answer("/domains/" + name, kErrors[i].first, error_body(kErrors[i].second));
    lines += name + "\n";
  }
  list(lines);
  run_well();
  EXPECT_EQ(domain("unknown.example").attributes.at(0).comment, "unknown to vt");
  for (std::size_t i = 0; i < std::size(kErrors); ++i) {
    const EventObject& object = domain("error" + std::to_string(i) + ".example");
    ASSERT_EQ(object.attributes.size(), 1u) << kErrors[i].second;
    EXPECT_EQ(object.attributes[0].comment, "not looked up: vt failed") << kErrors[i].second;
  }
  EXPECT_TRUE(event_.tags.count(kIncomplete));
  EXPECT_EQ(count("lookups_failed"), static_cast<std::int64_t>(std::size(kErrors)));
}

TEST_F(Faults, B1_ARefusedKeyStopsTheRun) {
  list("first.example\nsecond.example\nthird.example\n");
  know_domain("first.example");
  place_.answer("/domains/second.example", 401, error_body("WrongCredentialsError"));
  know_domain("third.example");
  Pipeline pipeline;
  pipeline.vt_more += ", limits: { in_flight: 1 }";  // with more the third may have its answer
  run(pipeline);
  EXPECT_EQ(ended_.exit_code, 3);
  EXPECT_NE(text_of(summary_.root(), "error").find("WrongCredentialsError"), std::string::npos);
  EXPECT_EQ(place_.ledger("SELECT original FROM token WHERE state = 'pending' AND token > 0"),
            (std::vector<std::string>{"second.example", "third.example"}));
  // What was answered before is kept; nothing is made up for the others.
  EXPECT_EQ(event_.listed().size(), 1u);
  EXPECT_EQ(domain("first.example").name, "domain-ip");
}

TEST_F(Faults, B2_WithoutBehaviourTheReportStays) {
  const std::pair<char, const char*> kErrors[] = {
      {'a', R"({"error": {"code": "QuotaExceededError"}})"},
      {'b', "[]"},
      {'c', "<html>"},
      {'d', R"({"data": {"Zenbox": null}})"}};
  std::string lines;
  for (const auto& [digit, body] : kErrors) {
    const std::string hash(64, digit);
    know_file(hash, R"("magic": "data")", body);
    lines += hash + "\n";
  }
  list(lines + std::string(64, 'e') + "\n");
  know_file(std::string(64, 'e'), R"("magic": "data")", trees_body(technique("T1082", "System")));
  run_well();
  EXPECT_EQ(event_.listed().size(), 5u);
  for (const EventObject& each : event_.listed()) EXPECT_EQ(each.value("magic"), "data");
  EXPECT_TRUE(event_.tags.count(attack_tag("System Information Discovery - T1082")));
}

TEST_F(Faults, B3_HyphensInNamesLoseNoTechnique) {
  const std::tuple<const char*, const char*, const char*> kTechniques[] = {
      {"T1190", "Exploit Public-Facing Application", "Exploit Public-Facing Application - T1190"},
      {"T1189", "Drive-by Compromise", "Drive-by Compromise - T1189"},
      {"T1055.001", "Dynamic-link Library Injection", "Dynamic-link Library Injection - T1055.001"},
      {"T1571", "Non-Standard Port", "Non-Standard Port - T1571"},
      {"T1104", "Multi-Stage Channels", "Multi-Stage Channels - T1104"},
      {"T1621", "Multi-Factor Authentication Request Generation",
       "Multi-Factor Authentication Request Generation - T1621"},
      {"T1574.002", "DLL Side-Loading", "DLL - T1574.001"}};
  std::string all = technique("", "Our own technique without a number");
  Names expected;
  for (const auto& [id, name, cluster] : kTechniques) {
    all += ", " + technique(id, name);
    expected.insert(attack_tag(cluster));
  }
  list(kHash + "\n");
  know_file(kHash, "", trees_body(all));
  run_well();
  EXPECT_EQ(file(kHash).tags(), expected);
}

TEST_F(Faults, B4_ANetworkIsNoAddress) {
  list("45.10.20.30\n");
  place_.answer("/ip_addresses/45.10.20.30", 200,
                report_body("ip_address", "45.10.20.30",
                            R"("network": "45.10.0.0/16", "asn": 64500, "as_owner": "Owner")"));
  run_well();
  const EventObject& object = event_.with("ip", "45.10.20.30");
  EXPECT_EQ(object.values("ip"), Names{"45.10.20.30"});
  EXPECT_NE(object.value("text").find("45.10.0.0/16"), std::string::npos);
  for (const EventAttribute& each : object.attributes) {
    EXPECT_EQ(each.to_ids, each.relation == "ip") << each.relation;
  }
}

TEST_F(Faults, B5_TheHostOfAUrlIsNeitherItsUserNorItsBracket) {
  list("https://user:pw@evil.example:8443/a\nhttp://[2a10:1234:5678::9]:8080/b\n");
  run_well();
  const EventObject& named = event_.with("url", "https://user:pw@evil.example:8443/a");
  EXPECT_EQ(named.value("host"), "evil.example");
  EXPECT_EQ(named.value("port"), "8443");
  EXPECT_EQ(named.value("credential"), "user:pw");
  const EventObject& v6 = event_.with("url", "http://[2a10:1234:5678::9]:8080/b");
  EXPECT_EQ(v6.value("ip"), "2a10:1234:5678::9");
  EXPECT_EQ(v6.value("host"), "");
  EXPECT_EQ(v6.value("port"), "8080");
}

struct Class {
  const char* written;
  const char* object;  // empty: an attribute of the event; null: refused
  const char* relation;
  const char* value;
};

void PrintTo(const Class& each, std::ostream* out) { *out << each.written; }

void expect_class(const Event& event, const Class& each) {
  if (!each.object) {
    EXPECT_EQ(event.objects.size() + event.attributes.size(), 0u);
  } else if (*each.object) {
    ASSERT_EQ(event.objects.size(), 1u);
    EXPECT_EQ(event.objects[0].name, each.object);
    EXPECT_EQ(event.objects[0].value(each.relation), each.value);
  } else {
    ASSERT_EQ(event.attributes.size(), 1u);
    EXPECT_EQ(event.attributes[0].type, each.relation);
    EXPECT_EQ(event.attributes[0].value, each.value);
    EXPECT_EQ(event.objects.size(), 0u);
  }
}

class Classes : public WholeRun, public testing::WithParamInterface<Class> {};

TEST_P(Classes, B6_B7_EachTokenIsOneThingOrRefused) {
  list(std::string(GetParam().written) + "\n");
  run_well();
  expect_class(event_, GetParam());
  EXPECT_EQ(count("accepted"), GetParam().object ? 1 : 0);
  EXPECT_EQ(count("refused"), GetParam().object ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(
    B6_WrongClass, Classes,
    testing::Values(Class{"hxxps://45.1.2.3/x", "url", "ip", "45.1.2.3"},
                    Class{"10.0.0.12", "ip-port", "ip", "10.0.0.12"},
                    Class{"45.1.2.3:8080", "ip-port", "dst-port", "8080"},
                    Class{"45.1.2.0/24", "", "ip-dst", "45.1.2.0/24"},
                    Class{"999.1.1.1", nullptr, "", ""}, Class{"setup.exe", nullptr, "", ""},
                    Class{"user@evil.com", "", "email-src", "user@evil.com"},
                    Class{"ftp://evil.com/a", "url", "url", "ftp://evil.com/a"},
                    Class{"evil.com/path", "url", "url", "http://evil.com/path"},
                    Class{"hXXp://evil.com/", "url", "url", "http://evil.com/"}));

INSTANTIATE_TEST_SUITE_P(B7_SilentlyDropped, Classes,
                         testing::Values(Class{"EVIL.COM", "domain-ip", "domain", "evil.com"},
                                         Class{"httpbin.org", "domain-ip", "domain", "httpbin.org"},
                                         Class{"evil(.)com", "domain-ip", "domain", "evil.com"},
                                         Class{"evil[dot]com", "domain-ip", "domain", "evil.com"},
                                         Class{"2A10:1234::0009", "ip-port", "ip", "2a10:1234::9"},
                                         Class{"CVE-2021-44228", "", "vulnerability",
                                               "CVE-2021-44228"},
                                         Class{"d41d8cd98f00b204e9800998ecf8427e,", "file", "md5",
                                               "d41d8cd98f00b204e9800998ecf8427e"}));

TEST_F(Faults, B7_ASha512IsAFile) {
  const std::string sha512(128, 'b');
  list(sha512 + "\n");
  run_well();
  EXPECT_EQ(event_.with("sha512", sha512).name, "file");
}

TEST_F(Faults, B8_AQueryKeepsItsWords) {
  list("hxxp://evil.example/?u=hxxp://other.example/hxxp\n");
  run_well();
  ASSERT_EQ(event_.listed().size(), 1u);
  EXPECT_EQ(event_.objects[0].value("url"), "http://evil.example/?u=hxxp://other.example/hxxp");
  EXPECT_EQ(event_.objects[0].value("query_string"), "u=hxxp://other.example/hxxp");
}

TEST_F(Faults, B9_ADomainWithoutRecordsIsADomain) {
  list("bare.example\nempty.example\nodd.example\n");
  know_domain("bare.example");
  know_domain("empty.example", R"("last_dns_records": [])");
  know_domain("odd.example", R"("last_dns_records": [null, {"type": "A"}, {"value": "45.1.2.3"}])");
  run_well();
  EXPECT_EQ(event_.count("domain-ip"), 3u);
  for (const EventObject& each : event_.listed()) EXPECT_EQ(each.values("ip"), Names{});
  // A row that failed would be an object too.
  EXPECT_EQ(count("lookups_failed"), 0);
  EXPECT_FALSE(event_.tags.count(kIncomplete));
  for (const char* each : {"bare.example", "empty.example", "odd.example"}) {
    EXPECT_EQ(domain(each).attributes.at(0).comment, "") << each;
  }
}

TEST_F(Faults, B11_OneFileIsOneObject) {
  const std::string md5(32, 'b'), sha1(40, 'c');
  const std::string hashes = R"("md5": ")" + md5 + R"(", "sha1": ")" + sha1 + R"(")";
  list(md5 + "\n" + sha1 + "\n" + kHash + "\n" + kHash + "\n");
  know_file(kHash, hashes, trees_body(technique("T1082", "System Information Discovery")));
  for (const std::string& each : {md5, sha1}) {
    place_.answer("/files/" + each, 200, report_body("file", kHash, hashes));
  }
  run_well();
  ASSERT_EQ(event_.listed().size(), 1u);
  EXPECT_EQ(event_.objects[0].value("md5") + event_.objects[0].value("sha1"), md5 + sha1);
  EXPECT_EQ(event_.objects[0].value("sha256"), kHash);
  EXPECT_EQ(count("merged"), 3);
  // The technique stands under two tactics of the sandbox.
  std::size_t tags = 0;
  const std::string text = read_text(place_.path("event.json"));
  for (std::size_t at = 0; (at = text.find("- T1082\\\"", at)) != std::string::npos; ++at) ++tags;
  EXPECT_EQ(tags, 2u) << "once at the object, once at the event";
}

std::string matched(const std::string& title) {
  return R"("sigma_analysis_results": [{"rule_title": ")" + title +
         R"(", "rule_level": "high", "rule_author": "Who Told", "rule_source": "A rule set",
           "rule_id": "0123abcd", "match_context": [{"values": {"CommandLine": "cmd /c whoami"}}]}])";
}

TEST_F(Faults, B13_ARuleKeepsAuthorLevelSourceAndEvent) {
  list(kHash + "\n");
  know_file(kHash, matched("A Rule of Ours"));
  place_.write("rules/ours.yml",
               rule_text("0c0ffee0-1111-4222-8333-444455556666", "A Rule of Ours"));
  run_well();
  const auto rows = place_.rows();
  ASSERT_EQ(rows.size(), 1u);
  const Doc match = rows[0].root()["matches"].at(0);
  EXPECT_EQ(text_of(match, "id"), "0c0ffee0-1111-4222-8333-444455556666");
  EXPECT_EQ(text_of(match, "author"), "Who Told") << "what the provider said stays";
  EXPECT_EQ(text_of(match, "level"), "high");
  EXPECT_EQ(text_of(match, "source"), "A rule set");
  EXPECT_EQ(text_of(match, "provider_rule_id"), "0123abcd");
  const std::string words = file(kHash).value("text");
  for (const char* each : {"0c0ffee0-1111-4222-8333-444455556666", "high", "A Rule of Ours",
                           "Who Told", "CommandLine=cmd /c whoami"}) {
    EXPECT_NE(words.find(each), std::string::npos) << each << " in " << words;
  }
}

TEST_F(Faults, B13_TheRulesAuthorStandsWhereTheProviderNamesNone) {
  list(kHash + "\n");
  know_file(kHash, R"("sigma_analysis_results": [{"rule_title": "A Rule of Ours"}])");
  place_.write("rules/ours.yml",
               rule_text("0c0ffee0-1111-4222-8333-444455556666", "A Rule of Ours"));
  run_well();
  const auto rows = place_.rows();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(text_of(rows[0].root()["matches"].at(0), "author"), "Somebody");
  EXPECT_NE(file(kHash).value("text").find("by Somebody"), std::string::npos);
}

TEST_F(Faults, B14_AnOldTitleLeadsToTheRuleOfToday) {
  const std::string other(64, 'b');
  list(kHash + "\n" + other + "\n");
  know_file(kHash, matched("Use Remove-Item to Delete File"));
  know_file(other, matched("AMSI Bypass Pattern Assembly GetType"));
  place_.write("rules/a.yml",
               rule_text("b8af5f36-1361-4ebe-9e76-e36128d947bf", "The Title of Today"));
  place_.write("rules/b.yml", rule_text("99c49d9c-34ea-45f7-84a7-4751ae6b2cbc", "One Heir"));
  place_.write("rules/c.yml", rule_text("e0d6c087-2d1c-47fd-8799-3904103c5a98", "Another Heir"));
  run_well();
  EXPECT_EQ(file(kHash).tags(), Names{"misp-galaxy:sigma-rules=\"The Title of Today\""});
  // Nobody guesses between two rules that had the same title and agree in all else.
  EXPECT_EQ(file(other).tags(), Names{"sigma:unmapped=\"AMSI Bypass Pattern Assembly GetType\""});
}

TEST_F(Faults, B20_DatesAreUtcAndMagicIsMagic) {
  list("evil.example\n" + kHash + "\n");
  know_domain("evil.example", R"("creation_date": 1577838600)");
  know_file(kHash, R"("magic": "PE32 executable")");
  place_.write("pipeline.yaml", Pipeline().text());
  const Ended ended = place_.start({.arguments = {"run", "pipeline.yaml", "--state", "state"},
                                    .folder = "",
                                    .environment = {{"TZ", "America/New_York"}}});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  event_ = place_.event();
  EXPECT_EQ(domain("evil.example").value("registration-date"), "2020-01-01T00:30:00+00:00");
  EXPECT_EQ(file(kHash).value("magic"), "PE32 executable");
  EXPECT_EQ(file(kHash).value("text"), "");
}

TEST_F(Faults, B21_EveryInputIsAccountedFor) {
  list("evil.example\nsetup.exe\nevil.example\n\nunknown.example # a note\n999.1.1.1\n");
  know_domain("evil.example");
  place_.answer("/domains/unknown.example", 404, kNotFound);
  run_well();
  EXPECT_EQ(count("accepted"), 3);
  EXPECT_EQ(count("refused"), 2);
  EXPECT_EQ(count("merged"), 1);
  const Doc refused = summary_.root()["refused_inputs"];
  ASSERT_EQ(refused.size(), 2u);
  EXPECT_TRUE(text_of(refused.at(0), "place").ends_with("list.txt:2:1"));
  EXPECT_NE(text_of(refused.at(0), "why").find("setup.exe"), std::string::npos);
  EXPECT_TRUE(text_of(refused.at(1), "place").ends_with("list.txt:6:1"));
  EXPECT_EQ(place_.ledger("SELECT line, original, state FROM token ORDER BY line"),
            (std::vector<std::string>{"1|evil.example|final", "2|setup.exe|refused",
                                      "3|evil.example|merged", "5|unknown.example|final",
                                      "6|999.1.1.1|refused"}));
}

TEST_F(Faults, B21_WithoutAPipelineNothingIsMade) {
  const Ended none = place_.start({.arguments = {"run"}, .folder = "", .environment = {}});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.err.find("pipeline is required"), std::string::npos) << none.err;
  place_.write("pipeline.yaml", Pipeline().text());
  list("evil.example\n");
  const Ended dry =
      place_.start({.arguments = {"check", "pipeline.yaml"}, .folder = "", .environment = {}});
  EXPECT_EQ(dry.exit_code, 0) << dry.err;
  EXPECT_FALSE(std::filesystem::exists(place_.path("event.json")));
  EXPECT_FALSE(std::filesystem::exists(place_.path("rows.jsonl")));
}

}  // namespace
}  // namespace rulemap::e2e
