// An interrupted run promised ten seconds to what was under way, and cut its requests at once.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "e2e/tls_server.h"
#include "rulemap/engine/pipeline.h"
#include "rulemap/engine/registry.h"
#include "rulemap/engine/run.h"

namespace rulemap::engine {
namespace {

namespace fs = std::filesystem;

class InterruptCutsRequests : public testing::Test {
 protected:
  void SetUp() override {
    setenv("NO_PROXY", "localhost", 1);
    setenv("no_proxy", "localhost", 1);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "ca.pem") << server_.certificate();
    std::ofstream(folder_ / "list.txt") << "a.example\nb.example\nc.example\n";
    std::ofstream(folder_ / "pipeline.yaml")
        << "pipeline: p\nversion: 1\nhttp: { ca_file: ca.pem }\n"
           "sources: [ { id: list, use: text.iocs, with: { path: list.txt }, "
           "case: { title: T, tlp: green } } ]\n"
           "steps: [ { id: vt, use: virustotal.report, limits: { in_flight: 1 }, with: { url: \"" +
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

  const fs::path folder_ = fs::path(testing::TempDir()) / "interrupt_cuts_requests";
  std::atomic<bool> answers_ = false;  // what it was asked waits for that
  e2e::TlsServer server_{[this](const e2e::Request&) {
    while (!answers_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return e2e::Reply{.status = 404, .body = R"({"error": {"code": "NotFoundError"}})"};
  }};
  Registry registry_;
  RunOptions options_;
};

TEST_F(InterruptCutsRequests, WhatIsUnderWayMayEndAndNothingNewBegins) {
  std::thread later;
  options_.interrupted = [&] {
    if (server_.calls() == 0) return false;
    // Only after the runner has heard of it.
    if (!later.joinable()) {
      later = std::thread([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        answers_ = true;
      });
    }
    return true;
  };
  const RunReport report = run();
  later.join();
  EXPECT_TRUE(report.failed);
  EXPECT_EQ(report.error.text(),
            "the run was interrupted; the same command goes on where it stopped");
  EXPECT_EQ(report.answers_network, 1u);
  EXPECT_EQ(report.requests_failed, 0u);
  EXPECT_EQ(server_.calls(), 1);
  options_.interrupted = {};
  const RunReport second = run();
  EXPECT_FALSE(second.failed) << second.error.text();
  EXPECT_EQ(server_.calls(), 3) << "the answer that came was kept";
}

TEST_F(InterruptCutsRequests, WhatDoesNotEndInTimeIsCut) {
  options_.grace_ms = 200;
  options_.interrupted = [&] { return server_.calls() > 0; };
  const RunReport report = run();
  answers_ = true;
  EXPECT_TRUE(report.failed);
  EXPECT_FALSE(report.left_running) << report.error.text();
  EXPECT_EQ(report.requests_failed, 1u);
}

}  // namespace
}  // namespace rulemap::engine
