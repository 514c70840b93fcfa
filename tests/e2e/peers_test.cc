// The program and servers of others: HTTP/2 of nghttpd, a proxy that is tinyproxy.
#include <filesystem>

#include "e2e/peer.h"
#include "e2e/tls_server.h"
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class Peers : public WholeRun {
 protected:
  // Runs with the key and the proxy's address as secrets.
  void ask(const std::string& url, const std::string& http, const std::string& proxy = "") {
    Pipeline pipeline;
    pipeline.top = "secrets: { key: { env: RULEMAP_E2E_KEY }";
    if (!proxy.empty()) pipeline.top += ", proxy: { env: RULEMAP_E2E_PROXY }";
    pipeline.top += " }\nhttp: { ca_file: ca.pem" + http + " }";
    pipeline.vt = "key: \"${secrets.key}\", url: \"" + url + "\"";
    place_.write("pipeline.yaml", pipeline.text());
    ended_ = place_.start(
        {.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
         .folder = "",
         .environment = {{"RULEMAP_E2E_KEY", "a-key-of-nobody"}, {"RULEMAP_E2E_PROXY", proxy}}});
    summary_ = JsonText(ended_.out);
  }
  std::string why() {
    const auto rows = place_.rows();
    return rows.empty() ? "" : text_of(rows[0].root()["errors"].at(0), "message");
  }
};

TEST_F(Peers, ManyAnswersComeOverOneConnectionOfHttp2) {
  std::string lines;
  for (int i = 0; i < 30; ++i) {
    const std::string name = "d" + std::to_string(i) + ".example";
    lines += name + "\n";
    place_.write("served/domains/" + name, report_body("domain", name));
  }
  list(lines);
  ASSERT_TRUE(run_to_end({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                          "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                          "-keyout", place_.path("key.pem"), "-out", place_.path("ca.pem")}));
  const int port = free_port();
  const Peer server({"nghttpd", "--verbose", "--htdocs", place_.path("served"),
                     std::to_string(port), place_.path("key.pem"), place_.path("ca.pem")},
                    place_.path("nghttpd.log"), port);
  ASSERT_TRUE(server.listens()) << "scripts/install-packages installs nghttpd; " << server.said();
  ask("https://localhost:" + std::to_string(port), "");
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(count("answers_network"), 30) << ended_.out;
  EXPECT_EQ(count("lookups_failed"), 0) << why();
  const std::string said = server.said();
  EXPECT_NE(said.find("recv HEADERS frame"), std::string::npos) << "it speaks HTTP/2 alone";
  // One of two looked whether it listens.
  EXPECT_NE(said.find("[id=2]"), std::string::npos);
  EXPECT_EQ(said.find("[id=3]"), std::string::npos);
}

class Proxied : public Peers {
 protected:
  void SetUp() override {
    Peers::SetUp();
    list("known.example\n");
    place_.write("ca.pem", server_.certificate());
    place_.write("tinyproxy.conf", "Port " + std::to_string(port_) +
                                       "\nListen 127.0.0.1\nAllow 127.0.0.1\nLogLevel Connect\n"
                                       "BasicAuth me word-4711\n");
    proxy_.emplace(std::vector<std::string>{"tinyproxy", "-d", "-c", place_.path("tinyproxy.conf")},
                   place_.path("tinyproxy.log"), port_);
    ASSERT_TRUE(proxy_->listens())
        << "scripts/install-packages installs tinyproxy; " << proxy_->said();
  }
  std::string proxy(const std::string& who) const {
    return "http://" + who + "127.0.0.1:" + std::to_string(port_);
  }
  void expect_no_word() {
    EXPECT_EQ((ended_.out + ended_.err).find("word-"), std::string::npos) << ended_.err;
    std::filesystem::remove(place_.path("tinyproxy.conf"));
    for (const auto& each : std::filesystem::recursive_directory_iterator(place_.path("."))) {
      if (!each.is_regular_file()) continue;
      EXPECT_EQ(read_text(each.path().string()).find("word-"), std::string::npos) << each.path();
    }
  }

  TlsServer server_{[](const Request&) { return Reply{.body = report_body("domain", "x")}; }};
  int port_ = free_port();
  std::optional<Peer> proxy_;
};

TEST_F(Proxied, WhoHasTheWordIsLetThrough) {
  ask(server_.url(), ", proxy: \"${secrets.proxy}\"", proxy("me:word-4711@"));
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(server_.calls(), 1) << why();
  EXPECT_NE(proxy_->said().find("CONNECT localhost:" + std::to_string(server_.port())),
            std::string::npos)
      << proxy_->said();
  EXPECT_EQ(server_.heard().find("word-4711"), std::string::npos);
  EXPECT_EQ(server_.heard().find("roxy-"), std::string::npos) << "a header meant for the proxy";
  expect_no_word();
}

TEST_F(Proxied, WhoHasNotIsToldSo) {
  ask(server_.url(), ", proxy: \"${secrets.proxy}\"", proxy("me:word-4712@"));
  EXPECT_EQ(server_.calls(), 0);
  EXPECT_NE(why().find("CONNECT tunnel failed"), std::string::npos) << why();
  expect_no_word();
}

TEST_F(Proxied, TheAddressAloneMayStandInTheFile) {
  ask(server_.url(), ", proxy: \"" + proxy("") + "\"");
  EXPECT_EQ(server_.calls(), 0);
  EXPECT_NE(why().find("407"), std::string::npos) << why();
}

}  // namespace
}  // namespace rulemap::e2e
