// Wrong addresses, wrong keys, servers in trouble, and values that MISP does not take. The server
// is simulated, from recordings of a real one.
#include "contract/push_testing.h"
#include "e2e/tls_server.h"

namespace rulemap::contract {
namespace {

class BadServer : public PushTest {
 protected:
  BadServer() { add_clusters(3, 3); }
  // Nothing is written, and the words say why.
  void expect_failure(const std::string& words, std::string_view key = simulated::kUserKey) {
    const auto report = push({file_record(1, {1}, {1})}, "", key);
    EXPECT_TRUE(report.failed) << report.text();
    EXPECT_NE(report.text().find(words), std::string::npos) << report.text();
  }
  void set(void (*change)(simulated::Settings&)) {
    simulated::Settings settings = misp_.settings();
    change(settings);
    misp_.set(settings);
  }
};

TEST_F(BadServer, AWrongKeyIsSaid) {
  expect_failure("Authentication failed", "0000000000000000000000000000000000000000");
}

TEST_F(BadServer, ADisabledKeyIsSaid) {
  expect_failure("Your user account has been disabled", simulated::kDisabledKey);
}

TEST_F(BadServer, AKeyThatMayOnlyReadIsSaidBeforeAnythingIsSent) {
  expect_failure("may not add events (perm_add)", simulated::kReadOnlyKey);
  EXPECT_EQ(misp_.requests().size(), 1u);
}

TEST_F(BadServer, ALoginPageIsNoMisp) {
  set([](simulated::Settings& of) { of.login_page = true; });
  expect_failure("not one of MISP (HTTP 200): is the address right?");
}

TEST_F(BadServer, MaintenanceIsSaid) {
  set([](simulated::Settings& of) { of.maintenance = true; });
  expect_failure("sends to another page (HTTP 302)");
}

TEST_F(BadServer, ADatabaseThatIsDownIsSaid) {
  set([](simulated::Settings& of) { of.database_down = true; });
  expect_failure("An Internal Error Has Occurred. (HTTP 500)");
}

TEST_F(BadServer, NobodyListens) {
  url_ = "http://127.0.0.1:1";
  expect_failure("127.0.0.1");
}

TEST_F(BadServer, ACertificateThatNobodySignedIsRefused) {
  e2e::TlsServer server([](const e2e::Request&) { return e2e::Reply{.body = "{}"}; });
  url_ = server.url();
  expect_failure("certificate");
  EXPECT_EQ(server.heard().find("Authorization"), std::string::npos);
}

// Another product that speaks JSON.
TEST_F(BadServer, AnotherProductIsNoMisp) {
  e2e::TlsServer server([](const e2e::Request&) { return e2e::Reply{.body = R"({"ok":true})"}; });
  std::ofstream(folder_ / "ca.pem") << server.certificate();
  url_ = server.url();
  top_ = "http: { ca_file: ca.pem }\n";
  expect_failure("not one of MISP");
}

TEST_F(BadServer, AServerInAFolderAndOneWithNumbersAsTextsAreFine) {
  set([](simulated::Settings& of) {
    of.base_path = "/misp";
    of.numbers_as_strings = true;
    of.takes_gzip = false;
    of.version = "2.4.199";
  });
  auto report = push({file_record(1, {1}, {1})});
  EXPECT_EQ(report.sinks.at(0).written, 1u) << report.text();
  misp_.forget_requests();
  report = push({file_record(1, {1}, {1})});
  EXPECT_EQ(misp_.requests().size(), 2u) << report.text();
}

TEST_F(BadServer, ABodyThatIsTooLargeGoesInParts) {
  std::vector<std::string> records;
  for (int i = 0; i < 600; ++i) records.push_back(file_record(i, {i % 3}, {i % 3}));
  set([](simulated::Settings& of) {
    of.takes_gzip = false;
    of.max_body = 300'000;
  });
  attempts_ = 5;
  const auto report = push(records);
  EXPECT_EQ(report.sinks.at(0).written, 600u) << report.text();
  EXPECT_GE(misp_.count("POST", "/events/edit/"), 3u);
  misp_.forget_requests();
  push(records);
  EXPECT_EQ(misp_.requests().size(), 2u) << "nothing was lost, references among it";
}

// The import filter of the server blocks one value and changes another; the rest is written.
TEST_F(BadServer, WhatTheServerRefusesIsNamedAndNotSentForEver) {
  set([](simulated::Settings& of) { of.import_filter.push_back({"^file1\\.exe$", ""}); });
  auto report = push({file_record(1, {1}, {1}), file_record(2, {1}, {1})});
  EXPECT_EQ(report.sinks.at(0).written, 2u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused_values, 1u) << report.text();
  EXPECT_EQ(note(report, "not taken by the server"), "2") << report.text();
  EXPECT_EQ(note(report, "tag that the event does not have"), "tlp:green") << report.text();
  misp_.forget_requests();
  report = push({file_record(1, {1}, {1}), file_record(2, {1}, {1})});
  EXPECT_EQ(misp_.requests().size(), 2u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused_values, 1u) << "still said: " << report.text();
}

TEST_F(BadServer, TagsThatTheKeyMayNotMakeAreNamed) {
  const std::string tagged =
      R"({"ioc.type":"domain","ioc.value":"c2.example","tags":["our:new=\"tag\""]})";
  auto report = push({tagged});
  EXPECT_EQ(report.sinks.at(0).written, 1u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused_values, 1u) << report.text();
  EXPECT_EQ(misp_.snapshot(event()).find("our:new"), std::string::npos);
  misp_.forget_requests();
  push({tagged});
  EXPECT_EQ(misp_.requests().size(), 2u);
  // Somebody makes it; it comes with the next thing that is written.
  misp_.create_tag("our:new=\"tag\"");
  push({tagged, file_record(1)});
  EXPECT_NE(misp_.snapshot(event()).find("our:new"), std::string::npos);
}

TEST_F(BadServer, LongAndOddTextsDoNotBreakTheEvent) {
  std::string name(70'000, 'n');
  const std::string odd =
      R"({"ioc.type":"sha256","ioc.value":")" + hash_of(7) + R"(","tags":[")" +
      std::string(300, 't') + R"(","a\u0001b"],"observables":[{"type":"file",)" +
      R"("by":"vt","subject":true,"attributes":[{"name":"name","value":")" + name +
      R"("},{"name":"name","value":"bad\u0000name"},{"name":"name","value":"fine.exe"}]}],)" +
      R"("reputation.label":")" + std::string(70'000, 'l') + R"(","reputation.malicious":3,)" +
      R"("reputation.total":70,"reputation.by":"vt"})";
  const auto report = push({odd, file_record(1)});
  EXPECT_EQ(report.sinks.at(0).written, 2u) << report.text();
  EXPECT_GE(report.sinks.at(0).refused_values, 3u) << report.text();
  EXPECT_NE(misp_.snapshot(event()).find("fine.exe"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::contract
