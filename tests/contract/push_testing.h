// Whole runs of a pipeline that brings records to a simulated MISP server, over real sockets, with
// one state folder for all of them.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "contract/misp/simulated_misp.h"
#include "rulemap/engine/run.h"

namespace rulemap::contract {

namespace fs = std::filesystem;
using simulated::Fault;
using simulated::SimulatedMisp;

// A hundred times as fast as the computer's, so that nobody waits for a server to become quiet.
class HurriedClock final : public engine::Clock {
 public:
  std::int64_t now_ms() const override {
    return began_ms_ + skipped_ +
           std::chrono::duration_cast<std::chrono::milliseconds>(
               (std::chrono::steady_clock::now() - start_) * 100)
               .count();
  }
  void sleep_until(std::int64_t ms) override {
    const std::int64_t now = now_ms();
    if (ms > now) skipped_ += ms - now;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::int64_t began_ms_ = engine::system_clock().now_ms();
  std::atomic<std::int64_t> skipped_ = 0;
};

inline std::string hash_of(int number) {
  std::string digits = std::to_string(number);
  return std::string(64 - digits.size(), 'a') + digits;
}
inline std::string technique(int number) { return "Technique - T" + std::to_string(1000 + number); }
inline std::string rule(int number) { return "Rule " + std::to_string(number); }

// A file with rules and techniques of the numbers given, as enrichers and mappers leave it.
inline std::string file_record(int number, const std::vector<int>& rules = {},
                               const std::vector<int>& techniques = {}) {
  std::string matches, found;
  for (const int each : rules) {
    matches += (matches.empty() ? "" : ",") +
               (R"({"kind":"sigma","id":"rule-)" + std::to_string(each)) + R"(","title":")" +
               rule(each) + R"(","by":"vt"})";
  }
  for (const int each : techniques) {
    found += (found.empty() ? "" : ",") + (R"({"id":"T)" + std::to_string(1000 + each)) +
             R"(","by":"vt","attack":{"tag":")" + technique(each) + R"("}})";
  }
  return R"({"ioc.type":"sha256","ioc.value":")" + hash_of(number) + R"(","ioc.line":)" +
         std::to_string(number + 1) +
         R"(,"observables":[{"type":"file","by":"vt","subject":true,)" +
         R"("attributes":[{"name":"size","value":)" + std::to_string(1000 + number) +
         R"(},{"name":"name","value":"file)" + std::to_string(number) + R"(.exe"}]}],"matches":[)" +
         matches + R"(],"techniques":[)" + found + "]}";
}

class PushTest : public testing::Test {
 protected:
  PushTest()
      : folder_(fs::path(testing::TempDir()) /
                ("push_" + std::to_string(::getpid()) + "_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~PushTest() override { fs::remove_all(folder_); }

  // with: more options of misp.event, in flow style.
  engine::RunReport push(const std::vector<std::string>& records, const std::string& with = "",
                         std::string_view key = simulated::kUserKey) {
    std::ofstream input(folder_ / "records.jsonl", std::ios::trunc);
    for (const std::string& each : records) input << each << "\n";
    input.close();
    ::setenv("MISP_KEY", std::string(key).c_str(), 1);
    std::ofstream(folder_ / "push.yaml")
        << "pipeline: push\nversion: 1\n"
        << top_ << "secrets: { key: { env: MISP_KEY } }\n"
        << "sources: [ { id: records, use: table.jsonl, with: { path: records.jsonl },"
        << " case: { title: Contract, tlp: green } } ]\nsteps: []\n"
        << "sinks: [ { id: misp, use: misp.event, with: { url: \"" << url() << "\","
        << " key: \"${secrets.key}\"" << (always_.empty() ? "" : ", " + always_)
        << (with.empty() ? "" : ", " + with) << " },\n"
        << "  limits: { timeout: " << timeout_ << " }, on_error: { retry: { attempts: " << attempts_
        << ", backoff: 1s..2s }, then: " << then_ << " } } ]\n";
    engine::Registry registry;
    for (const char* plugin : {"table", "misp"}) {
      EXPECT_TRUE(registry.load(std::string(RULEMAP_PLUGIN_DIR) + "/" + plugin + ".so").ok());
    }
    engine::LoadSettings settings;
    settings.clock = &clock_;
    settings.log = [&](std::uint32_t, std::string_view, std::string_view line) {
      log_.emplace_back(line);
    };
    auto loaded = engine::load_pipeline((folder_ / "push.yaml").string(), registry, settings);
    EXPECT_TRUE(loaded.pipeline) << loaded.diagnostics.text();
    if (!loaded.pipeline) return {};
    options_.state_folder = (folder_ / "state").string();
    options_.fresh = true;
    return engine::run(*loaded.pipeline, options_);
  }
  std::string url() const { return url_.empty() ? misp_.url() : url_; }

  // The uuid of the one event that was asked for.
  std::string event() const {
    for (const auto& each : misp_.requests()) {
      constexpr std::string_view kView = "/events/view/";
      const std::size_t at = each.path.find(kView);
      if (at != std::string::npos) return each.path.substr(at + kView.size(), 36);
    }
    return "";
  }
  static std::string note(const engine::RunReport& report, const std::string& what) {
    for (const auto& [name, value] : report.sinks.at(0).notes) {
      if (name == what) return value;
    }
    return "";
  }
  void add_clusters(int rules, int techniques) {
    for (int i = 0; i < rules; ++i) misp_.add_cluster("sigma-rules", rule(i));
    for (int i = 0; i < techniques; ++i) misp_.add_cluster("mitre-attack-pattern", technique(i));
  }

  fs::path folder_;
  SimulatedMisp misp_;
  HurriedClock clock_;
  engine::RunOptions options_;
  std::string url_;  // in the place of the simulated server's
  std::string timeout_ = "10s";
  std::string top_;     // more keys of the file
  std::string always_;  // options of misp.event in every run
  std::string then_ = "dead_letter";
  int attempts_ = 3;
  std::vector<std::string> log_;
};

}  // namespace rulemap::contract
