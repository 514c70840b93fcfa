#include "gate/gate.h"

#include <gtest/gtest.h>

namespace rulemap::engine {
namespace {

ValuePatterns patterns(std::initializer_list<const char*> entries) {
  ValuePatterns out;
  for (const char* each : entries) EXPECT_TRUE(out.add(each).ok()) << each;
  return out;
}

TEST(ValuePatterns, FindWhatTheyName) {
  const ValuePatterns all =
      patterns({"corp.example", "*.lab.example", "10.0.0.0/8", "2001:db8::/32", "/^DEV-[0-9]+/",
                "44D88612FEA8A8F36DE82E1278ABB02F", "https://one.test/only-this"});
  for (const char* value :
       {"corp.example", "a.b.CORP.example", "https://user@x.corp.example:8443/a?b#c",
        "hxxps://x[.]corp[.]example/a", "someone@corp.example", "lab.example", "x.lab.example",
        "10.1.2.3", "10.1.0.0/16", "http://10.1.2.3/x", "2001:db8::1", "http://[2001:db8::1]/x",
        "DEV-1234", "44d88612fea8a8f36de82e1278abb02f", "https://one.test/only-this"}) {
    EXPECT_NE(all.find(value), nullptr) << value;
  }
  for (const char* value :
       {"notcorp.example", "corp.example.org", "https://x.test/?corp.example", "11.1.2.3",
        "8.0.0.0/5", "xDEV-1234", "2001:db9::1", "https://one.test/only-this-too", ""}) {
    EXPECT_EQ(all.find(value), nullptr) << value;
  }
  EXPECT_EQ(*all.find("x.lab.example"), "*.lab.example") << "as it was written";
}

// Whichever way an entry or a value is spelt.
TEST(ValuePatterns, ReadEntriesAsIndicatorsAreRead) {
  const std::pair<const char*, const char*> rows[] = {
      {".corp.example", "host.corp.example"},
      {"CORP.EXAMPLE.", "host.corp.example"},
      {"host[.]corp[.]example", "host.corp.example"},
      {"corp.internal", "https://u@x.corp.internal:8443/a"},
      {"b\u00fccher.example", "http://xn--bcher-kva.example/q"},
      {"2A10:1234:5678:0::1", "2a10:1234:5678::1"},
      {"2a10:1234:5678::1", "http://[2a10:1234:5678::1]/x"},
      {"http://y.example/", "http://y.example"},
      {"hxxp://y[.]example", "http://y.example/"},
      {"/^DEV-/", "dev-9.x.example"},
      {"/^dev-/", "http://dev-9.x.example/a"},
      {"/corp\\.example/", "http://evil.test/?to=http://host.corp.example/secret"},
      {"45.11.22.34", "http://45.11.22.34/x"},
      {"45.11.22.0/24", "::ffff:45.11.22.34"},
      {"45.11.22.34", "http://[::ffff:45.11.22.34]/x"},
      {"45.11.22.0/24", "2002:2d0b:1622::1"},
      {"someone@corp.example", "someone@corp.example"},
      {"cve-2024-1234", "CVE-2024-1234"}};
  for (const auto& [entry, value] : rows) {
    EXPECT_NE(patterns({entry}).find(value), nullptr) << entry << " " << value;
  }
  EXPECT_EQ(patterns({"45.11.22.34"}).find("145.11.22.34"), nullptr);
  EXPECT_EQ(patterns({"https://corp.example/"}).find("https://x.corp.example/"), nullptr);
}

TEST(ValuePatterns, SayWhatIsWrongWithAnEntry) {
  ValuePatterns out;
  for (const char* wrong :
       {"", "/(/", "10.0.0.1/8", "/corp.example", "/x/i", "//", "corp example", "corpexample", "12",
        "45.11.22.34, corp.example", "45.11.22.34;x", "corp.example # us", "45.11.22.0-45.11.22.99",
        "corp.example:8443", "corp.example/a", "https://", "@other"}) {
    EXPECT_FALSE(out.add(wrong).ok()) << wrong;
  }
  EXPECT_TRUE(out.empty());
  for (std::size_t i = 0; i < ValuePatterns::kMostCompared; ++i) {
    ASSERT_TRUE(
        out.add("10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".0/24").ok());
  }
  const auto one_more = out.add("/x/");
  ASSERT_FALSE(one_more.ok());
  EXPECT_NE(one_more.error().message.find("more than 1000 networks and regexes"),
            std::string::npos);
  EXPECT_TRUE(out.add("corp.example").ok()) << "domains and values are many";
}

GatedRow row(std::string value, std::string tlp = "green", std::string pap = "") {
  return {.id = 1, .tlp = std::move(tlp), .pap = std::move(pap), .value = std::move(value)};
}

TEST(Gate, LetsOutWhatItsMarksAllow) {
  const GatePolicy standard;
  EXPECT_EQ(held_back(row("evil.example"), standard), "");
  EXPECT_EQ(held_back(row("evil.example", ""), standard), "no tlp is set for it");
  EXPECT_EQ(held_back(row("evil.example", "amber"), standard), "its tlp is above green");
  EXPECT_EQ(held_back(row("evil.example", "nonsense"), standard), "its tlp is above green");
  EXPECT_EQ(held_back(row("evil.example", "green", "amber"), standard), "");
  EXPECT_EQ(held_back(row("evil.example", "green", "red"), standard), "its pap is above amber");
  EXPECT_EQ(held_back(row("evil.example", "green", "nonsense"), standard),
            "its pap is above amber");
  GatePolicy strict;
  strict.max_pap = "green";
  EXPECT_EQ(held_back(row("evil.example", "green", "amber"), strict), "its pap is above green");
  GatedRow own = row("10.0.0.1");
  own.is_private = true;
  EXPECT_EQ(held_back(own, standard), "the indicator is private");
}

TEST(Gate, ListsHoldBackWhatTheyHave) {
  GatePolicy policy;
  policy.never_send = patterns({"corp.example"});
  EXPECT_EQ(held_back(row("https://x.corp.example/"), policy), "`never_send` has corp.example");
  policy.sends_only = true;
  EXPECT_EQ(held_back(row("evil.example"), policy), "`send_only` does not have it");
  policy.send_only = patterns({"evil.example", "corp.example"});
  EXPECT_EQ(held_back(row("evil.example"), policy), "");
  EXPECT_EQ(held_back(row("corp.example"), policy), "`never_send` has corp.example");
}

TEST(Gate, AUrlWithCredentialsStays) {
  const GatePolicy policy;
  for (const char* value : {"http://user:pass@evil.example/a", "https://token@evil.example/",
                            "hxxp://user:pass@evil[.]example/a"}) {
    EXPECT_EQ(held_back(row(value), policy), "the URL holds a user or a password") << value;
  }
  EXPECT_EQ(held_back(row("https://evil.example/@user?mail=a@b.example"), policy), "");
}

}  // namespace
}  // namespace rulemap::engine
