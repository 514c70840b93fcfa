// Values that are likely to be false alarms.
#include "event/warninglists.h"

#include "event/event_testing.h"

namespace rulemap::misp {
namespace {

std::string list(const std::string& type, const std::string& entries,
                 const std::string& attributes = "", const std::string& name = "L") {
  return R"({"name":")" + name + R"(","type":")" + type + R"(","version":1,"list":[)" + entries +
         R"(],"matching_attributes":[)" + attributes + "]}";
}

class WarninglistsTest : public EventTest {
 protected:
  WarninglistsTest() { std::filesystem::create_directories(folder_ + "/lists"); }

  std::string write_list(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/lists/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string options(const std::string& more = "") const {
    return R"("warninglists":[")" + folder_ + "/lists\"]" + more;
  }
  std::string comment(const char* name, const char* relation) const {
    return text(attribute_of(object(name), relation), "comment");
  }
  bool alarms(const char* name, const char* relation) const {
    return attribute_of(object(name), relation)["to_ids"].GetBool();
  }
  // What this sink says to a folder of one list.
  std::string refusal_of(const std::string& text) {
    write_list("a.json", text);
    try {
      testing::SinkHarness(rulemap_entry_misp, "misp.event",
                           config(R"("warninglists":[")" + folder_ + R"(/lists/a.json"])"));
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(WarninglistsTest, AValueOnAListAlarmsNobody) {
  write_list("a.json", list("hostname", R"("google.example")", R"("domain","url")", "Big sites"));
  write_list("b.json", list("string", R"("maps.google.example")"));
  const std::vector<std::string> rows{
      row("domain", "maps.google.example", R"("lookup.vt":"unknown")"),
      row("domain", "evil.example", R"("ioc.line":1)"), row("url", "https://google.example/x"),
      row("email", "a@google.example")};
  write(rows, options());
  EXPECT_FALSE(alarms("domain-ip", "domain"));
  EXPECT_EQ(comment("domain-ip", "domain"), "unknown to vt; on the warninglist Big sites, L");
  EXPECT_FALSE(alarms("url", "url"));
  EXPECT_EQ(noted("values on warninglists"), "2");
  EXPECT_TRUE(attribute_of(object("domain-ip", 1), "domain")["to_ids"].GetBool());
  EXPECT_TRUE(event()["Attribute"][0u]["to_ids"].GetBool());
  EXPECT_EQ(call_.receipts.size(), 4u);
  write(rows);
  EXPECT_TRUE(alarms("domain-ip", "domain"));
  EXPECT_EQ(comment("domain-ip", "domain"), "unknown to vt");
}

TEST_F(WarninglistsTest, KeepsOrDropsAsIsAsked) {
  write_list("a.json", list("string", R"("evil.example","a@evil.example","203.0.113.7")"));
  const std::string addresses = subject("domain", attribute("address", R"("203.0.113.7")"));
  const std::vector<std::string> rows{row("domain", "evil.example"), row("email", "a@evil.example"),
                                      row("domain", "b.example", addresses)};
  write(rows, options(R"(,"warninglisted":"keep")"));
  EXPECT_TRUE(attribute_of(object("domain-ip", 0), "domain")["to_ids"].GetBool());
  write(rows, options(R"(,"warninglisted":"drop")"));
  EXPECT_EQ(event()["Object"].Size(), 1u);
  EXPECT_EQ(values(object("domain-ip"), "domain"), "b.example");
  EXPECT_EQ(values(object("domain-ip"), "ip"), "");
  EXPECT_EQ(event()["Attribute"].Size(), 0u);
  std::size_t rejected = 0;
  for (const host::Receipt& each : call_.receipts) {
    if (each.kind != host::Receipt::Kind::reject) continue;
    ++rejected;
    EXPECT_EQ(each.text, "it is on the warninglist L");
  }
  EXPECT_EQ(rejected, 2u);
}

TEST_F(WarninglistsTest, EveryTypeOfListMatchesAsMispDoes) {
  struct Case {
    const char* type;
    const char* entries;
    const char* as;
    const char* value;
    bool hit;
  };
  const Case rows[] = {
      {"string", R"("A.Example")", "domain", "a.example", true},
      {"string", R"("a.example")", "domain", "b.a.example", false},
      {"substring", R"("evil","xyz")", "url", "https://a.example/EVIL/x", true},
      {"substring", R"("evil")", "url", "https://a.example/", false},
      {"hostname", R"(".google.example")", "domain", "maps.google.example", true},
      {"hostname", R"("google.example")", "domain", "notgoogle.example", false},
      {"hostname", R"("google.example")", "url", "https://u@maps.google.example:8/x?y", true},
      {"hostname", R"("google.example")", "url", "https://evil.example/google.example", false},
      {"cidr", R"("203.0.113.0/24")", "ip-dst", "203.0.113.255", true},
      {"cidr", R"("203.0.113.9/24")", "ip-dst", "203.0.113.1", true},
      {"cidr", R"("203.0.113.0/24")", "ip-dst", "203.0.114.1", false},
      {"cidr", R"("203.0.113.0/24")", "ip-dst", "203.0.113.128/25", true},
      {"cidr", R"("203.0.113.0/24")", "ip-dst", "203.0.0.0/16", false},
      {"cidr", R"("0.0.0.0/0")", "ip-dst", "203.0.113.1", true},
      {"cidr", R"("0.0.0.0/0")", "ip-dst", "2001:db8::1", false},
      {"cidr", R"("2001:DB8::/33","1.1.1.1")", "ip-dst", "2001:db8:7fff::1", true},
      {"cidr", R"("2001:DB8::/33")", "ip-dst", "2001:db8:8000::1", false},
      {"cidr", R"("1.1.1.1")", "ip-dst", "1.1.1.1", true},
      {"regex", R"("/^(soc|abuse)\\@.*$/i","/^x/")", "email-src", "ABUSE@a.example", true},
      {"regex", R"("/^(soc|abuse)\\@.*$/i")", "email-src", "a-abuse@a.example", false},
      {"regex", R"("abuse")", "email-src", "an-abuse@a.example", true},
  };
  testing::FakeWorld world;
  const host::Services services(world.lend());
  for (const Case& each : rows) {
    const std::string path = write_list("a.json", list(each.type, each.entries));
    const auto lists = Warninglists::load(Host(services.abi()), {path});
    ASSERT_TRUE(lists.ok()) << lists.error().text();
    EXPECT_EQ(lists->hits(each.as, each.value).size(), each.hit ? 1u : 0u)
        << each.type << " " << each.entries << " " << each.value;
  }
}

TEST_F(WarninglistsTest, SaysWhatIsNoList) {
  EXPECT_NE(refusal_of("{").find("a warninglist of MISP is wanted"), std::string::npos);
  EXPECT_NE(refusal_of("{}").find("it is no list"), std::string::npos);
  EXPECT_NE(refusal_of(list("words", "")).find("one of string, substring, hostname, cidr, regex"),
            std::string::npos);
  EXPECT_NE(refusal_of(list("string", "", "", "")).find("`name` is missing"), std::string::npos);
  EXPECT_EQ(refusal_of(list("string", "")), "");
}

// What one entry is does not cost the list: RE2 has no look-around, and a list is written by hand.
TEST_F(WarninglistsTest, EntriesThatCannotBeReadAreSaid) {
  testing::FakeWorld world;
  const host::Services services(world.lend());
  const std::string path = write_list("a.json", list("regex", R"("/(?=a)b/","/^good/","/x/e",7)"));
  const auto lists = Warninglists::load(Host(services.abi()), {path});
  ASSERT_TRUE(lists.ok());
  EXPECT_EQ(lists->hits("text", "good one").size(), 1u);
  ASSERT_EQ(world.log().size(), 1u);
  EXPECT_NE(world.log()[0].find("3 entries"), std::string::npos) << world.log()[0];
}

TEST_F(WarninglistsTest, HoldsAMillionLines) {
  std::string entries;
  for (int i = 0; i < 1'000'000; ++i) {
    entries += (i ? ",\"d" : "\"d") + std::to_string(i) + ".example\"";
  }
  testing::FakeWorld world;
  const host::Services services(world.lend());
  const auto lists =
      Warninglists::load(Host(services.abi()), {write_list("a.json", list("hostname", entries))});
  ASSERT_TRUE(lists.ok()) << lists.error().text();
  std::size_t hits = 0;
  for (int i = 0; i < 2'000'000; i += 10) {
    hits += lists->hits("domain", "www.d" + std::to_string(i) + ".example").size();
  }
  EXPECT_EQ(hits, 100'000u);
}

TEST_F(WarninglistsTest, TakesMispsOwnLists) {
  const std::string shared = std::string(RULEMAP_SHARED_DATA) + "/misp-warninglists";
  if (!std::filesystem::exists(shared)) GTEST_SKIP() << "skipped: ../shared not there";
  testing::FakeWorld world;
  const host::Services services(world.lend());
  const auto lists = Warninglists::load(Host(services.abi()), {shared});
  ASSERT_TRUE(lists.ok()) << lists.error().text();
  EXPECT_GE(lists->size(), 20u);
  EXPECT_EQ(world.log(), std::vector<std::string>{});
  const std::pair<const char*, const char*> rows[] = {
      {"ip-dst", "10.1.2.3"},
      {"ip-dst", "1.0.0.1"},
      {"email-src", "abuse@a.example"},
      {"url", "https://2h.ae/x"},
      {"sha256", "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"},
  };
  for (const auto& [type, value] : rows) EXPECT_FALSE(lists->hits(type, value).empty()) << value;
  EXPECT_TRUE(lists->hits("domain", "evil-and-unlisted.example").empty());
}

}  // namespace
}  // namespace rulemap::misp
