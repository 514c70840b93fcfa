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

TEST_F(Secrecy, B17_NothingThatIsWrittenHoldsTheKey) {
  list("evil.example\n");
  TlsServer server;
  ask(server.port());
  expect_no_key();
}

}  // namespace
}  // namespace rulemap::e2e
