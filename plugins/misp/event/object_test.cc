// What each kind of indicator becomes.
#include "event/event_testing.h"
#include "event/facts.h"

namespace rulemap::misp {
namespace {

using ObjectTest = EventTest;

// to_ids and disable_correlation of an attribute, as "ids/no-ids correlates/alone".
std::string marks(const Json& attribute) {
  return std::string(attribute["to_ids"].GetBool() ? "ids" : "no-ids") +
         (attribute["disable_correlation"].GetBool() ? " alone" : " correlates");
}

std::string whole_file() {
  return subject("file", attribute("sha256", "\"" + std::string(kSha256) + "\"") + "," +
                             attribute("sha1", "\"" + std::string(kSha1) + "\"") + "," +
                             attribute("md5", "\"" + std::string(kMd5) + "\"") + "," +
                             attribute("ssdeep", R"("3:abc:def")") + "," +
                             attribute("tlsh", R"("T1FFA73386E758E42FD97B50718E7A173116A1AD81")") +
                             "," + attribute("vhash", R"("0125066651d1d051551z4")") + "," +
                             attribute("imphash", "\"f34d5f2d4577ed6d9ceec516c1f5a744\"") + "," +
                             attribute("authentihash", "\"" + std::string(kSha256) + "\"") + "," +
                             attribute("name", R"("a.exe")") + "," +
                             attribute("name", R"("b.exe")") + "," +
                             attribute("name", R"("a.exe")") + "," + attribute("size", "31") + "," +
                             attribute("mimetype", R"("application/x-dosexec")") + "," +
                             attribute("magic", R"("PE32 executable")") + "," +
                             R"({"name":"first_seen","value":1597234060000,"is":"time"},)"
                             R"({"name":"last_seen","value":1767225600000,"is":"time"})");
}

TEST_F(ObjectTest, FileHasAllThatIsKnown) {
  write({row("md5", kMd5, whole_file())});
  const Json& file = object("file");
  EXPECT_EQ(text(file, "template_uuid"), "688c46fb-5edb-40a3-8273-1af7923e2215");
  EXPECT_EQ(text(file, "template_version"), "25");
  EXPECT_EQ(text(file, "meta-category"), "file");
  EXPECT_EQ(text(file, "first_seen"), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(text(file, "last_seen"), "2026-01-01T00:00:00+00:00");
  const std::tuple<const char*, std::string, const char*> rows[] = {
      {"md5", kMd5, "ids correlates"},
      {"sha1", kSha1, "ids correlates"},
      {"sha256", kSha256, "ids correlates"},
      {"authentihash", kSha256, "ids correlates"},
      {"ssdeep", "3:abc:def", "no-ids correlates"},
      {"tlsh", "t1ffa73386e758e42fd97b50718e7a173116a1ad81", "no-ids correlates"},
      {"vhash", "0125066651d1d051551z4", "no-ids correlates"},
      {"imphash", "f34d5f2d4577ed6d9ceec516c1f5a744", "no-ids correlates"},
      {"filename", "a.exe,b.exe", "no-ids alone"},
      {"size-in-bytes", "31", "no-ids alone"},
      {"mimetype", "application/x-dosexec", "no-ids alone"},
      {"magic", "PE32 executable", "no-ids alone"},
  };
  for (const auto& [relation, value, marked] : rows) {
    EXPECT_EQ(values(file, relation), value);
    EXPECT_EQ(marks(attribute_of(file, relation)), marked) << relation;
  }
  EXPECT_TRUE(call_.refused_values.empty());
}

TEST_F(ObjectTest, FileIsTheSameUnderEveryHash) {
  write({row("md5", kMd5, whole_file())});
  EXPECT_EQ(text(object("file"), "uuid"), "eed60bee-3a2a-5306-9fd5-eef0a0aa5c3a");
  EXPECT_EQ(text(attribute_of(object("file"), "sha256"), "uuid"),
            "3478f663-b910-55ab-bdf3-b93952d04e55");
  ASSERT_EQ(call_.receipts.size(), 1u);
  EXPECT_EQ(call_.receipts[0].text, "eed60bee-3a2a-5306-9fd5-eef0a0aa5c3a");
}

TEST_F(ObjectTest, FileTakesInMergedHashes) {
  const std::string sha512(128, 'a');
  write({row("md5", kMd5,
             R"("also":[{"type":"sha1","value":")" + std::string(kSha1) +
                 R"("},{"type":"sha512","value":")" + sha512 +
                 R"("},{"type":"md5","value":"00000000000000000000000000000000"}])")});
  EXPECT_EQ(values(object("file"), "md5"), kMd5);
  EXPECT_EQ(values(object("file"), "sha1"), kSha1);
  EXPECT_EQ(values(object("file"), "sha512"), sha512);
  EXPECT_EQ(noted("objects"), "1");
  ASSERT_EQ(call_.refused_values.size(), 1u);
  EXPECT_EQ(call_.refused_values[0].what, "md5");
}

TEST_F(ObjectTest, UnknownIsABareObject) {
  write({row("sha256", kSha256, R"("lookup.vt":"unknown")"),
         row("domain", "evil.example", R"("lookup.vt":"failed","ioc.line":1)"),
         row("ipv4", "203.0.113.7", R"("ioc.line":2)"),
         row("url", "https://evil.example/a", R"("lookup.vt":"not_asked","ioc.line":3)")});
  EXPECT_EQ(object("file")["Attribute"].Size(), 1u);
  EXPECT_EQ(object("domain-ip")["Attribute"].Size(), 1u);
  EXPECT_EQ(object("ip-port")["Attribute"].Size(), 1u);
  EXPECT_EQ(text(attribute_of(object("file"), "sha256"), "comment"), "unknown to vt");
  EXPECT_EQ(text(attribute_of(object("domain-ip"), "domain"), "comment"),
            "not looked up: vt failed");
  EXPECT_EQ(text(attribute_of(object("ip-port"), "ip"), "comment"), "");
  EXPECT_EQ(text(attribute_of(object("url"), "url"), "comment"), "not looked up: vt was not asked");
}

TEST_F(ObjectTest, DomainHasItsAddressesForPivoting) {
  write({row(
      "domain", "evil.example",
      subject("domain", attribute("domain", R"("evil.example")") + "," +
                            attribute("address", R"("1.1.1.1")") + "," +
                            attribute("address", R"("2001:DB8::0:1")") + "," +
                            attribute("address", R"("127.0.0.1")") + "," +
                            attribute("registrar", R"("Example Registrar")") + "," +
                            R"({"name":"registration_date","value":1597234060000,"is":"time"})"))});
  const Json& domain = object("domain-ip");
  EXPECT_EQ(marks(attribute_of(domain, "domain")), "ids correlates");
  EXPECT_EQ(values(domain, "ip"), "1.1.1.1,2001:db8::1,127.0.0.1");
  EXPECT_EQ(marks(*attributes(domain, "ip")[0]), "no-ids correlates");
  EXPECT_EQ(marks(*attributes(domain, "ip")[2]), "no-ids alone");
  EXPECT_EQ(values(domain, "registration-date"), "2020-08-12T12:07:40+00:00");
  EXPECT_EQ(values(domain, "text"), "registrar Example Registrar");
}

TEST_F(ObjectTest, DomainWithoutAddressesIsFine) {
  write({row("domain", "evil.example", subject("domain", ""))});
  EXPECT_EQ(object("domain-ip")["Attribute"].Size(), 1u);
}

TEST_F(ObjectTest, AddressKeepsItsNetworkInWords) {
  write({row("ipv4", "203.0.113.7",
             R"("ioc.port":443,)" + subject("ip", attribute("address", R"("203.0.113.7")") + "," +
                                                      attribute("network", R"("203.0.113.0/24")") +
                                                      "," + attribute("asn", "64500") + "," +
                                                      attribute("as_owner", R"("Example Net")") +
                                                      "," + attribute("country", R"("DE")")))});
  const Json& address = object("ip-port");
  EXPECT_EQ(text(address, "uuid"), "869de9c0-08ac-54ec-8d4c-8ab7946be448");
  EXPECT_EQ(values(address, "ip"), "203.0.113.7");
  EXPECT_EQ(values(address, "dst-port"), "443");
  EXPECT_EQ(values(address, "AS"), "64500");
  EXPECT_EQ(values(address, "country-code"), "DE");
  EXPECT_EQ(values(address, "text"), "network 203.0.113.0/24; AS owner Example Net");
  EXPECT_TRUE(attribute_of(address, "ip")["to_ids"].GetBool());
  for (const char* relation : {"dst-port", "AS", "country-code", "text"}) {
    EXPECT_EQ(marks(attribute_of(address, relation)), "no-ids alone") << relation;
  }
}

TEST_F(ObjectTest, UrlIsSplitAndKeepsCredentialsOutOfTheHost) {
  write({row("url", "https://user:pw@evil.example:8443/a/b?q=1#top")});
  const Json& url = object("url");
  const std::pair<const char*, const char*> rows[] = {
      {"url", "https://user:pw@evil.example:8443/a/b?q=1#top"},
      {"host", "evil.example"},
      {"port", "8443"},
      {"scheme", "https"},
      {"resource_path", "/a/b"},
      {"query_string", "q=1"},
      {"fragment", "top"},
      {"credential", "user:pw"},
      {"ip", ""},
  };
  for (const auto& [relation, value] : rows) EXPECT_EQ(values(url, relation), value);
  EXPECT_EQ(marks(attribute_of(url, "url")), "ids correlates");
  EXPECT_EQ(marks(attribute_of(url, "host")), "no-ids correlates");
  EXPECT_EQ(marks(attribute_of(url, "resource_path")), "no-ids alone");
}

TEST_F(ObjectTest, UrlOfAnAddressHasNoHostName) {
  write({row("url", "http://[2001:db8::1]/x")});
  EXPECT_EQ(values(object("url"), "ip"), "2001:db8::1");
  EXPECT_EQ(values(object("url"), "host"), "");
}

TEST_F(ObjectTest, OthersAreAttributesOfTheEvent) {
  write({row("cidr", "203.0.113.0/24"), row("email", "a@evil.example"),
         row("cve", "CVE-2021-44228", R"("lookup.vt":"failed")")});
  EXPECT_EQ(event()["Object"].Size(), 0u);
  ASSERT_EQ(event()["Attribute"].Size(), 3u);
  std::map<std::string, const Json*> by_type;
  for (const Json& each : event()["Attribute"].GetArray()) by_type[text(each, "type")] = &each;
  EXPECT_EQ(marks(*by_type.at("ip-dst")), "no-ids correlates");
  EXPECT_EQ(text(*by_type.at("email-src"), "category"), "Payload delivery");
  EXPECT_EQ(marks(*by_type.at("email-src")), "ids correlates");
  EXPECT_EQ(text(*by_type.at("vulnerability"), "category"), "External analysis");
  EXPECT_EQ(text(*by_type.at("vulnerability"), "comment"), "not looked up: vt failed");
  EXPECT_EQ(text(*by_type.at("vulnerability"), "uuid"), "32606248-e0f1-55b0-ae1f-5bc0fcf38391");
}

TEST_F(ObjectTest, PrivateAndHarmlessAreNoIndicators) {
  const std::tuple<const char*, const char*, const char*, bool> rows[] = {
      {"ipv4", "192.168.40.17", R"("ioc.private":true)", false},
      {"ipv4", "203.0.113.7", R"("ioc.private":false)", true},
      {"ipv4", "203.0.113.7", R"("reputation.malicious":0,"reputation.total":70)", false},
      {"ipv4", "203.0.113.7", R"("reputation.malicious":0,"reputation.total":0)", true},
      {"ipv4", "203.0.113.7",
       R"("reputation.malicious":0,"reputation.suspicious":1,"reputation.total":70)", true},
      {"ipv4", "203.0.113.7", R"("reputation.malicious":1,"reputation.total":70)", true},
  };
  for (const auto& [type, value, more, to_ids] : rows) {
    write({row(type, value, more)});
    EXPECT_EQ(attribute_of(object("ip-port"), "ip")["to_ids"].GetBool(), to_ids) << more;
  }
  write({row("ipv4", "1.1.1.1")});
  EXPECT_EQ(marks(attribute_of(object("ip-port"), "ip")), "ids correlates");
  write({row("ipv4", "192.168.40.17", R"("ioc.private":true)")});
  EXPECT_EQ(marks(attribute_of(object("ip-port"), "ip")), "no-ids alone");
}

TEST_F(ObjectTest, CommentSaysWhatTheJudgesSaid) {
  write({row("sha256", kSha256,
             R"("reputation.malicious":41,"reputation.total":72,"reputation.by":"vt")")});
  EXPECT_EQ(text(object("file"), "comment"), "vt: 41 of 72 say malicious");
}

TEST_F(ObjectTest, GoesOnWithoutValuesThatMispWouldDrop) {
  write(
      {row("sha256", kSha256,
           subject("file",
                   attribute("tlsh", R"("TNULL")") + "," + attribute("name", R"("a\nb")") + "," +
                       attribute("name", R"("good.exe")") + "," + attribute("md5", R"("short")") +
                       "," + attribute("magic", R"("one")") + "," + attribute("magic", R"("two")") +
                       "," + attribute("name", "\"" + std::string(70'000, 'x') + "\"")))});
  EXPECT_EQ(values(object("file"), "filename"), "good.exe");
  EXPECT_EQ(values(object("file"), "tlsh"), "");
  EXPECT_EQ(values(object("file"), "magic"), "one");
  std::multiset<std::string> refused;
  for (const auto& each : call_.refused_values) {
    EXPECT_EQ(each.id, 1u);
    EXPECT_FALSE(each.why.empty());
    EXPECT_LE(each.value.size(), 200u);
    refused.insert(each.what);
  }
  EXPECT_EQ(refused, (std::multiset<std::string>{"filename", "filename", "magic", "md5", "tlsh"}));
}

TEST_F(ObjectTest, RejectsARowWithoutAPlace) {
  testing::SinkHarness sink(rulemap_entry_misp, "misp.event", config());
  call_ = sink.write_case({row("sha256", "nonsense"), row("mutex", "x"), row("", ""),
                           row("cve", "CVE"), row("domain", "good.example")});
  ASSERT_TRUE(call_.end.ok());
  ASSERT_EQ(call_.receipts.size(), 5u);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(call_.receipts[i].kind, host::Receipt::Kind::reject) << i;
    EXPECT_EQ(call_.receipts[i].id, static_cast<std::uint64_t>(i + 1));
  }
  EXPECT_EQ(call_.receipts[4].kind, host::Receipt::Kind::written);
}

TEST_F(ObjectTest, CapsTheValuesOfARelation) {
  std::string names;
  for (int i = 0; i < 250; ++i) {
    names += (i ? "," : "") + attribute("name", "\"" + std::to_string(i) + ".exe\"");
  }
  write({row("sha256", kSha256, subject("file", names))});
  EXPECT_EQ(attributes(object("file"), "filename").size(), 100u);
  EXPECT_EQ(noted("values left out"), "150");
}

TEST_F(ObjectTest, ReadsNothingOfAnotherThing) {
  write({row("domain", "evil.example",
             R"("observables":[{"type":"domain","subject":false,"attributes":[)" +
                 attribute("address", R"("203.0.113.7")") + R"(]},{"type":"ip","subject":true,)" +
                 R"("attributes":[)" + attribute("address", R"("203.0.113.8")") + "]}]")});
  EXPECT_EQ(object("domain-ip")["Attribute"].Size(), 1u);
}

// Every attribute that is written is one of its template, with its type, in an allowed category.
TEST_F(ObjectTest, HoldsEveryAttributeAgainstTheFacts) {
  const auto facts = compiled_in_facts();
  ASSERT_TRUE(facts.ok());
  write({row("md5", kMd5, whole_file()), row("url", "https://u:p@evil.example:1/a?b#c"),
         row("domain", "evil.example", R"("ioc.port":80)"),
         row("ipv6", "2001:db8::1", R"("ioc.port":443)")});
  ASSERT_EQ(event()["Object"].Size(), 4u);
  for (const Json& each : event()["Object"].GetArray()) {
    const Template* of = facts->find_template(text(each, "name"));
    ASSERT_TRUE(of);
    EXPECT_EQ(text(each, "template_uuid"), of->uuid);
    for (const Json& attribute : each["Attribute"].GetArray()) {
      const TemplateAttribute* as = of->find(text(attribute, "object_relation"));
      ASSERT_TRUE(as) << text(attribute, "object_relation");
      EXPECT_EQ(text(attribute, "type"), as->type);
      EXPECT_EQ(text(attribute, "category"), as->category);
      EXPECT_EQ(text(attribute, "distribution"), "5");
    }
  }
}

}  // namespace
}  // namespace rulemap::misp
