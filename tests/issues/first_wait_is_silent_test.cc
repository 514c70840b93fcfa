// What came in after a refusal took the reason of the wait away, so the first one had none.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "e2e/tls_server.h"
#include "rulemap/engine/pipeline.h"
#include "rulemap/engine/registry.h"
#include "rulemap/engine/run.h"

namespace rulemap::engine {
namespace {

namespace fs = std::filesystem;

class FirstWaitIsSilent : public testing::Test {
 protected:
  void SetUp() override {
    setenv("NO_PROXY", "localhost", 1);
    setenv("no_proxy", "localhost", 1);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "ca.pem") << server_.certificate();
    std::ofstream(folder_ / "list.txt") << "a.example\nb.example\n";
    std::ofstream(folder_ / "pipeline.yaml")
        << "pipeline: p\nversion: 1\nhttp: { ca_file: ca.pem }\n"
           "sources: [ { id: list, use: text.iocs, with: { path: list.txt }, "
           "case: { title: T, tlp: green } } ]\n"
           "steps: [ { id: vt, use: virustotal.report, limits: { in_flight: 2 }, with: { url: \"" +
               server_.url() +
               "\" } } ]\n"
               "sinks: [ { id: out, use: table.jsonl, with: { path: out.jsonl } } ]\n";
    for (const char* name : {"/text.so", "/virustotal.so", "/table.so"}) {
      const auto loaded = registry_.load(std::string(RULEMAP_PLUGIN_DIR) + name);
      ASSERT_TRUE(loaded.ok()) << loaded.error().text();
    }
    options_.state_folder = folder_ / "state";
  }
  RunReport run() {
    const Loaded loaded = load_pipeline(folder_ / "pipeline.yaml", registry_, {});
    EXPECT_TRUE(loaded.pipeline) << loaded.diagnostics.text();
    return loaded.pipeline ? engine::run(*loaded.pipeline, options_) : RunReport{};
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / "first_wait_is_silent";
  // The refusal comes first, then the answer to what had left before it.
  e2e::TlsServer server_{[](const e2e::Request& request) {
    if (request.number == 0) return e2e::Reply{.status = 429, .headers = "Retry-After: 2\r\n"};
    return e2e::Reply{.status = 404,
                      .body = R"({"error": {"code": "NotFoundError"}})",
                      .latency_ms = request.number == 1 ? 500 : 0};
  }};
  Registry registry_;
  RunOptions options_;
};

TEST_F(FirstWaitIsSilent, ItSaysWhoWaitsForWhat) {
  std::string said;
  options_.progress = [&](const Progress& each) {
    if (server_.calls() == 2 && !each.waits.empty()) said = each.waits;
  };
  const RunReport report = run();
  EXPECT_FALSE(report.failed) << report.error.text();
  EXPECT_EQ(server_.calls(), 3);
  EXPECT_TRUE(said.starts_with("vt waits until ")) << said;
  EXPECT_NE(said.find("429"), std::string::npos) << said;
}

}  // namespace
}  // namespace rulemap::engine
