// B17: the predecessor took any certificate, and kept keys in its source.
#include <fstream>
#include <regex>

#include "e2e/tls_server.h"
#include "e2e/whole_run.h"
#include "engine/http_server.h"

namespace rulemap::e2e {
namespace {

class Secrecy : public WholeRun {
 protected:
  // Asks the server on the loopback, with a key from the environment.
  void ask(const std::string& url) {
    Pipeline pipeline;
    pipeline.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }";
    pipeline.vt = "key: \"${secrets.key}\", url: \"" + url + "\"";
    place_.write("pipeline.yaml", pipeline.text());
    ended_ = place_.start({.arguments = {"run", "pipeline.yaml", "--state", "state"},
                           .folder = "",
                           .environment = {{"RULEMAP_E2E_KEY", "canary-4711"},
                                           {"NO_PROXY", "localhost"},
                                           {"no_proxy", "localhost"}}});
    event_ = place_.event();
  }
  void ask(int port) { ask("https://localhost:" + std::to_string(port)); }
  void expect_no_key() {
    EXPECT_EQ((ended_.out + ended_.err).find("canary-4711"), std::string::npos);
    for (const auto& each : std::filesystem::recursive_directory_iterator(place_.path("."))) {
      if (!each.is_regular_file()) continue;
      EXPECT_EQ(read_text(each.path().string()).find("canary-4711"), std::string::npos)
          << each.path();
    }
  }
};

TEST_F(Secrecy, B17_ACertificateThatNobodySignedIsRefused) {
  list("evil.example\n");
  TlsServer server;
  ASSERT_GT(server.port(), 0);
  ask(server.port());
  server.stop();
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.heard(), "") << "a request left for a server that nobody vouches for";
  EXPECT_EQ(domain("evil.example").attributes.at(0).comment, "not looked up: vt failed");
  const auto rows = place_.rows();
  ASSERT_EQ(rows.size(), 1u);
  const std::string why = text_of(rows[0].root()["errors"].at(0), "message");
  EXPECT_TRUE(std::regex_search(why, std::regex("certificate", std::regex::icase))) << why;
}

TEST_F(Secrecy, B17_NoOptionTurnsTheCheckOff) {
  for (const char* off : {"verify: false", "insecure: true", "verifycert: false"}) {
    Pipeline pipeline;
    pipeline.vt = off;
    run(pipeline);
    EXPECT_EQ(ended_.exit_code, 1) << off;
    EXPECT_NE(ended_.err.find("pipeline.yaml:8:"), std::string::npos) << ended_.err;
  }
}

TEST_F(Secrecy, B17_AKeyInTheFileIsRefused) {
  Pipeline pipeline;
  pipeline.vt = "key: canary-4711";
  run(pipeline);
  EXPECT_EQ(ended_.exit_code, 1);
  EXPECT_NE(ended_.err.find("${secrets."), std::string::npos) << ended_.err;
  for (const char* form : {"--json", ""}) {
    std::vector<std::string> words{"check", "pipeline.yaml"};
    if (*form) words.emplace_back(form);
    const Ended checked = place_.start({.arguments = words, .folder = "", .environment = {}});
    const std::string said = ended_.out + ended_.err + checked.out + checked.err;
    EXPECT_EQ(said.find("canary-4711"), std::string::npos) << said;
  }
}

TEST_F(Secrecy, AServerThatRepeatsTheKeyIsNotQuoted) {
  list("evil.example\nother.example\n");
  const auto answer = [](int status, const std::string& code) {
    return scripted::HttpServer::answer(
        status, "Content-Type: application/json\r\n",
        R"({"error": {"code": ")" + code + R"(", "message": "the key canary-4711 is bad"}})");
  };
  scripted::HttpServer server(
      {answer(400, "BadRequestError"), answer(401, "WrongCredentialsError")});
  ask(server.url());
  ASSERT_EQ(server.asked().size(), 2u) << ended_.err;
  const std::string said = ended_.out + ended_.err;
  EXPECT_NE(said.find("the key *** is bad"), std::string::npos) << said;
  expect_no_key();
}

// A server that says the key back wherever it can, and every place that a run writes to at once.
TEST_F(Secrecy, NoPlaceOfARunHoldsTheKey) {
  list("echo.example\nbad.example\nbusy.example\ngone.example\n");
  TlsServer server([](const Request& request) {
    const std::string name = request.target.substr(request.target.rfind('/') + 1);
    const std::string header = "X-Said: canary-4711\r\n";
    if (name == "echo.example") {
      return Reply{.body = report_body("domain", name, R"("categories": {"a": "canary-4711"})"),
                   .headers = header};
    }
    if (name == "bad.example") return Reply{400, error_body("canary-4711"), header};
    if (name == "busy.example") return Reply{503, "<html>canary-4711</html>", header};
    return Reply{404, error_body("NotFoundError"), header};
  });
  place_.write("ca.pem", server.certificate());
  Pipeline pipeline;
  pipeline.top =
      "secrets: { key: { env: RULEMAP_E2E_KEY } }\n"
      "http: { ca_file: ca.pem, record: recorded }\n"
      "dead_letter: { use: table.jsonl, with: { path: dead.jsonl } }";
  pipeline.vt = "key: \"${secrets.key}\", url: \"" + server.url() + "\"";
  pipeline.vt_more = "on_error: { retry: { attempts: 1 }, then: dead_letter }";
  place_.write("pipeline.yaml", pipeline.text());
  std::string said;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"check", "pipeline.yaml"},
        {"run", "pipeline.yaml", "--json", "--state", "state"},
        {"ledger", "--state", "state", "--json"},
        {"ledger", "--state", "state", "--csv"}}) {
    const Ended ended = place_.start({.arguments = words,
                                      .folder = "",
                                      .environment = {{"RULEMAP_E2E_KEY", "canary-4711"},
                                                      {"NO_PROXY", "localhost"},
                                                      {"no_proxy", "localhost"}}});
    said += ended.out + ended.err;
  }
  EXPECT_EQ(server.calls(), 4);
  EXPECT_NE(server.heard().find("canary-4711"), std::string::npos) << "the key was used";
  EXPECT_EQ(said.find("canary-4711"), std::string::npos) << said;
  std::vector<std::string> places;
  for (const auto& each : std::filesystem::recursive_directory_iterator(place_.path("."))) {
    if (!each.is_regular_file()) continue;
    places.push_back(each.path().extension().string());
    EXPECT_EQ(read_text(each.path().string()).find("canary-4711"), std::string::npos)
        << each.path();
  }
  EXPECT_TRUE(std::filesystem::exists(place_.path("state/cache.sqlite")));
  EXPECT_EQ(std::count(places.begin(), places.end(), ".http"), 4) << "recordings";
  const std::string dead = read_text(place_.path("dead.jsonl"));
  EXPECT_EQ(std::count(dead.begin(), dead.end(), '\n'), 2) << dead;
  EXPECT_NE(dead.find("***"), std::string::npos) << dead;
}

TEST_F(Secrecy, B17_NothingThatIsWrittenHoldsTheKey) {
  list("evil.example\n");
  TlsServer server;
  ask(server.port());
  expect_no_key();
}

}  // namespace
}  // namespace rulemap::e2e
