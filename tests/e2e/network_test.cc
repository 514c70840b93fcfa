// The program against a server over TLS: every call counted, and whatever a network can do wrong.
#include <fstream>

#include "e2e/tls_server.h"
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

constexpr std::string_view kCanary = "canary-4711";

// What VirusTotal says of a domain.
Reply report(const Request& request) {
  return {.body = report_body("domain", request.target.substr(request.target.rfind('/') + 1)),
          .headers = "Content-Type: application/json\r\n"};
}

class Network : public WholeRun {
 protected:
  // Runs against the server, which is trusted unless `http` says otherwise.
  void ask(const TlsServer& server, const std::string& http = "ca_file: ca.pem",
           const std::string& vt_more = "on_error: { retry: { attempts: 1 } }") {
    place_.write("ca.pem", server.certificate());
    Pipeline pipeline;
    pipeline.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }\nhttp: { " + http + " }";
    pipeline.vt = "key: \"${secrets.key}\", url: \"" + server.url() + "\"";
    pipeline.vt_more = vt_more;
    place_.write("pipeline.yaml", pipeline.text());
    ended_ = place_.start({.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
                           .folder = "",
                           .environment = {{"RULEMAP_E2E_KEY", std::string(kCanary)},
                                           {"NO_PROXY", "localhost"},
                                           {"no_proxy", "localhost"}}});
    event_ = place_.event();
    summary_ = JsonText(ended_.out);
    expect_no_canary();
  }
  void expect_no_canary() {
    EXPECT_EQ((ended_.out + ended_.err).find(kCanary), std::string::npos);
    for (const auto& each : std::filesystem::recursive_directory_iterator(place_.path("."))) {
      if (!each.is_regular_file()) continue;
      EXPECT_EQ(read_text(each.path().string()).find(kCanary), std::string::npos) << each.path();
    }
  }
  void domains(int count) {
    std::string lines;
    for (int i = 0; i < count; ++i) lines += "d" + std::to_string(i) + ".example\n";
    list(lines);
  }
  // Why the one lookup failed.
  std::string why() {
    const auto rows = place_.rows();
    return rows.empty() ? "" : text_of(rows[0].root()["errors"].at(0), "message");
  }
};

TEST_F(Network, EachIndicatorIsAskedOnceAndNoneASecondTime) {
  domains(100);
  TlsServer server(report);
  ask(server);
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(server.calls(), 100);
  EXPECT_LE(server.connections(), 8) << "as many as are in flight";
  for (const auto& [target, times] : server.asked()) EXPECT_EQ(times, 1) << target;
  EXPECT_EQ(count("answers_network"), 100);
  EXPECT_NE(server.heard().find("x-apikey: canary-4711"), std::string::npos);
  ask(server);
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(server.calls(), 100);
  EXPECT_EQ(count("answers_network"), 0);
  EXPECT_EQ(count("answers_cached"), 100);
  EXPECT_EQ(domain("d7.example").attributes.at(0).comment.find("not looked up"), std::string::npos);
}

TEST_F(Network, FreshForNoTimeAsksAgain) {
  domains(3);
  TlsServer server(report);
  for (int i = 0; i < 2; ++i) ask(server, "ca_file: ca.pem", "limits: { fresh: 0s }");
  EXPECT_EQ(server.calls(), 6);
}

TEST_F(Network, WhatIsRecordedReplaysWithoutTheServer) {
  domains(3);
  TlsServer server(report);
  ask(server, "ca_file: ca.pem, record: recorded");
  const std::string first = read_text(place_.path("rows.jsonl"));
  ask(server, "replay: recorded");
  EXPECT_EQ(server.calls(), 3);
  EXPECT_EQ(count("answers_replayed"), 3) << ended_.err;
  EXPECT_EQ(read_text(place_.path("rows.jsonl")), first);
}

TEST_F(Network, ABusyServerIsAskedLaterAndNobodyIsLost) {
  domains(20);
  TlsServer server([](const Request& request) {
    if (request.number == 0) return Reply{.status = 429, .headers = "Retry-After: 1\r\n"};
    if (request.number == 5) return Reply{.status = 503, .body = "<html>busy</html>"};
    return report(request);
  });
  ask(server, "ca_file: ca.pem", "on_error: { retry: { attempts: 3, backoff: 10ms } }");
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(server.calls(), 22);
  EXPECT_EQ(count("lookups_failed"), 0) << ended_.out;
}

TEST_F(Network, ADateSaysWhenToComeAgain) {
  domains(1);
  TlsServer server([](const Request& request) {
    return request.number > 0
               ? report(request)
               : Reply{.status = 503, .headers = "Retry-After: Thu, 01 Jan 2015 00:00:00 GMT\r\n"};
  });
  ask(server, "ca_file: ca.pem", "on_error: { retry: { attempts: 2, backoff: 10ms } }");
  EXPECT_EQ(server.calls(), 2);
  EXPECT_EQ(count("lookups_failed"), 0) << ended_.out;
}

TEST_F(Network, ACutBodyIsAskedAgain) {
  domains(1);
  TlsServer server([](const Request& request) {
    Reply reply = report(request);
    reply.cut = request.number == 0;
    reply.gzip = true;
    return reply;
  });
  ask(server, "ca_file: ca.pem", "on_error: { retry: { attempts: 2, backoff: 10ms } }");
  EXPECT_EQ(server.calls(), 2);
  EXPECT_EQ(count("lookups_failed"), 0) << ended_.out;
  EXPECT_EQ(count("answers_network"), 1);
  EXPECT_EQ(count("requests_failed"), 1);
}

TEST_F(Network, APageForPeopleIsNoReportAndIsNotKept) {
  domains(1);
  TlsServer server([](const Request& request) {
    if (request.number > 0) return report(request);
    return Reply{.body = "<title>welcome</title>", .headers = "Content-Type: text/html\r\n"};
  });
  ask(server);
  EXPECT_NE(why().find("cannot be read"), std::string::npos) << why();
  ask(server);
  EXPECT_EQ(server.calls(), 2);
}

TEST_F(Network, AnAnswerThatIsTooLargeIsRefusedWhileItComes) {
  domains(1);
  const std::string large(std::size_t{33} << 20, ' ');
  TlsServer server([&](const Request&) { return Reply{.body = large, .gzip = true}; });
  ask(server);
  EXPECT_NE(why().find("larger than the limit"), std::string::npos) << why();
}

TEST_F(Network, AWrongAuthorityIsSaidSo) {
  domains(1);
  TlsServer server(report);
  const TlsServer other(report);
  place_.write("other.pem", other.certificate());
  ask(server, "ca_file: other.pem");
  EXPECT_EQ(server.heard(), "");
  EXPECT_NE(why().find("certificate"), std::string::npos) << why();
}

TEST_F(Network, ADeadProxyIsSaidSo) {
  domains(1);
  TlsServer server(report);
  ask(server, "ca_file: ca.pem, proxy: \"http://127.0.0.1:9\"");
  EXPECT_EQ(server.connections(), 0) << "nothing goes round the proxy";
  EXPECT_NE(why().find("connect"), std::string::npos) << why();
}

TEST_F(Network, TheCredentialsOfAProxyComeFromASecret) {
  domains(1);
  TlsServer server(report);
  ask(server, "proxy: \"http://me:word-4711@127.0.0.1:9\"");
  EXPECT_EQ(ended_.exit_code, 1);
  EXPECT_NE(ended_.err.find("belongs in a secret"), std::string::npos) << ended_.err;
  EXPECT_EQ(ended_.err.find("word-4711"), std::string::npos) << ended_.err;
}

}  // namespace
}  // namespace rulemap::e2e
