// What a server had said of coming again ended with the run: the next one asked at once, and a plan
// knew nothing of it.
#include "e2e/tls_server.h"
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class RefusalsAreForgotten : public WholeRun {
 protected:
  Ended start(std::vector<std::string> words) {
    words.insert(words.end(), {"pipeline.yaml", "--json", "--state", "state"});
    return place_.start({.arguments = std::move(words),
                         .folder = "",
                         .environment = {{"RULEMAP_E2E_KEY", "canary-4711"},
                                         {"NO_PROXY", "localhost"},
                                         {"no_proxy", "localhost"}}});
  }
  void pipeline(const TlsServer& server, const std::string& limits) {
    place_.write("ca.pem", server.certificate());
    Pipeline out;
    out.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }\nhttp: { ca_file: ca.pem }";
    out.vt = "key: \"${secrets.key}\", url: \"" + server.url() + "\"";
    out.vt_more = "limits: { " + limits + " }";
    place_.write("pipeline.yaml", out.text());
    list("evil.example\nworse.example\n");
  }
};

TEST_F(RefusalsAreForgotten, TheNextRunAndItsPlanKnowWhatTheServerSaid) {
  TlsServer server(
      [](const Request&) { return Reply{.status = 429, .headers = "Retry-After: 7200\r\n"}; });
  pipeline(server, "in_flight: 1");
  EXPECT_EQ(start({"run"}).exit_code, 3);
  ASSERT_EQ(server.calls(), 1);
  const JsonText plan(start({"run", "--plan"}).out);
  const Doc planned = plan.root()["servers"].at(0);
  EXPECT_EQ(planned.integer("in_one_go"), 0);
  EXPECT_NE(text_of(planned, "why_not_more").find("the server answered 429, too many requests (at"),
            std::string::npos)
      << text_of(planned, "why_not_more");
  EXPECT_GT(planned.integer("milliseconds").value_or(0), 7'000'000);
  EXPECT_LE(planned.integer("milliseconds").value_or(0), 7'200'000) << "and no longer";
  const Ended second = start({"run"});
  EXPECT_EQ(second.exit_code, 3);
  EXPECT_NE(second.out.find("in an earlier run); it may go on at"), std::string::npos)
      << second.out;
  EXPECT_EQ(server.calls(), 1) << "nobody is asked before that time";
}

TEST_F(RefusalsAreForgotten, AfterThatTimeItIsAskedAgain) {
  TlsServer server([](const Request& request) {
    return request.number == 0 ? Reply{.status = 429, .headers = "Retry-After: 2\r\n"}
                               : Reply{.status = 404, .body = std::string(kNotFound)};
  });
  pipeline(server, "in_flight: 1, wait: 1s");
  EXPECT_EQ(start({"run"}).exit_code, 3);
  pipeline(server, "in_flight: 1, wait: 10s");
  const Ended second = start({"run"});
  EXPECT_EQ(second.exit_code, 0) << second.out << second.err;
  EXPECT_EQ(server.calls(), 3);
}

}  // namespace
}  // namespace rulemap::e2e
