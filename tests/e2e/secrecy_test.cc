// B17: the predecessor took any certificate, and kept keys in its source.
#include <fstream>
#include <regex>

#include "e2e/tls_server.h"
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class Secrecy : public WholeRun {
 protected:
  // Asks the server on the loopback, with a key from the environment.
  void ask(int port) {
    Pipeline pipeline;
    pipeline.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }";
    pipeline.vt =
        "key: \"${secrets.key}\", url: \"https://localhost:" + std::to_string(port) + "\"";
    place_.write("pipeline.yaml", pipeline.text());
    ended_ = place_.start({.arguments = {"run", "pipeline.yaml", "--state", "state"},
                           .folder = "",
                           .environment = {{"RULEMAP_E2E_KEY", "canary-4711"},
                                           {"NO_PROXY", "localhost"},
                                           {"no_proxy", "localhost"}}});
    event_ = place_.event();
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
}

TEST_F(Secrecy, B17_NothingThatIsWrittenHoldsTheKey) {
  list("evil.example\n");
  TlsServer server;
  ask(server.port());
  EXPECT_EQ((ended_.out + ended_.err).find("canary-4711"), std::string::npos);
  for (const auto& each : std::filesystem::recursive_directory_iterator(place_.path("."))) {
    if (!each.is_regular_file()) continue;
    EXPECT_EQ(read_text(each.path().string()).find("canary-4711"), std::string::npos)
        << each.path();
  }
}

}  // namespace
}  // namespace rulemap::e2e
