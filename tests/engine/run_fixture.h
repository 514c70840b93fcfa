// Whole pipelines of the scripted plugin, a real ledger, a clock that is turned.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>

#include "engine/scripted_plugin.h"
#include "rulemap/engine/run.h"

namespace rulemap::engine {

namespace fs = std::filesystem;
using testing_rows = std::vector<std::string>;

inline testing_rows sorted(testing_rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

// Sleeping is turning.
class FastClock final : public Clock {
 public:
  std::int64_t now_ms() const override { return now_ms_; }
  void sleep_until(std::int64_t ms) override { now_ms_ = std::max(now_ms_.load(), ms); }

 private:
  std::atomic<std::int64_t> now_ms_ = 1'767'225'600'000;
};

class Run : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    rulemap::scripted::witness() = {};
  }
  // steps and sinks as they stand in a pipeline file, in flow style.
  RunReport run(const std::string& words, const std::string& steps,
                const std::string& sinks = "{ id: out, use: test.keep }",
                const std::string& more = "", const std::string& of = "tlp: green, title: T") {
    const fs::path file = folder_ / "pipeline.yaml";
    std::ofstream(file) << "pipeline: p\nversion: 1\n"
                        << more << "\nsources:\n  - { id: words, use: test.words, with: { words: ["
                        << words << "] }, case: { " << of << " } }\nsteps: [ " << steps
                        << " ]\nsinks: [ " << sinks << " ]\n";
    Registry registry;
    EXPECT_TRUE(registry.add(rulemap::scripted::scripted_plugin()).ok());
    LoadSettings settings;
    settings.clock = other_clock_ ? other_clock_ : &clock_;
    settings.log = [&](std::uint32_t, std::string_view step, std::string_view line) {
      log_.push_back(std::string(step) + ": " + std::string(line));
    };
    Loaded loaded = load_pipeline(file.string(), registry, settings);
    EXPECT_TRUE(loaded.pipeline) << loaded.diagnostics.text();
    if (!loaded.pipeline) return {};
    options_.state_folder = (folder_ / "state").string();
    return engine::run(*loaded.pipeline, options_);
  }
  // One column of one row a result, from the ledger.
  testing_rows ledger(const std::string& sql) {
    testing_rows out;
    sqlite3* database = nullptr;
    sqlite3_open((folder_ / "state/ledger.sqlite").c_str(), &database);
    sqlite3_exec(
        database, sql.c_str(),
        [](void* to, int count, char** values, char**) {
          std::string line;
          for (int i = 0; i < count; ++i)
            line += (i ? "|" : "") + std::string(values[i] ? values[i] : "");
          static_cast<testing_rows*>(to)->push_back(line);
          return 0;
        },
        &out, nullptr);
    sqlite3_close(database);
    return out;
  }
  const testing_rows& written() { return rulemap::scripted::witness().written; }

  fs::path folder_;
  RunOptions options_;
  FastClock clock_;
  Clock* other_clock_ = nullptr;  // in its place
  std::vector<std::string> log_;
};

}  // namespace rulemap::engine
