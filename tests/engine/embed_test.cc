// A pipeline inside a program: its text, indicators and records never touch a file.
#include "rulemap/engine/embed.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "rulemap/engine/run.h"
#include "rulemap/sdk/plugin.h"

namespace rulemap::engine {
namespace {

const char kPipeline[] = R"(
pipeline: inside
version: 1
sources: [ { id: given, use: embed.indicators, case: { title: Alert, tlp: green } } ]
steps: [ { id: once, use: core.dedupe }, { id: mark, use: core.set, with: { tags.by: us } } ]
sinks: [ { id: taken, use: embed.records } ]
)";

class Embed : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    ends_.take = [this](const Doc& record) {
      taken_.push_back(std::string(record.text("ioc.type").value_or("")) + " " +
                       std::string(record.text("ioc.value").value_or("")));
      last_ = record.json();
    };
  }
  RunReport run(const std::string& pipeline = kPipeline) {
    Registry registry;
    LoadSettings settings;
    EXPECT_TRUE(attach(ends_, registry, settings).ok());
    Loaded loaded = load_pipeline_text(pipeline, folder_, registry, settings);
    problems_ = loaded.diagnostics.text();
    return loaded.pipeline ? engine::run(*loaded.pipeline, {.state_folder = folder_}) : RunReport{};
  }

  std::string folder_;
  Embedded ends_;
  std::vector<std::string> taken_;
  std::string last_, problems_;
};

TEST_F(Embed, IndicatorsComeFromMemoryAndRecordsGoToAFunction) {
  ends_.next = each_of({"hxxps://evil[.]example/a", "8.8.8.8", "8.8.8.8", "setup.exe"});
  const RunReport report = run();
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(taken_, (std::vector<std::string>{"url https://evil.example/a", "ipv4 8.8.8.8"}));
  EXPECT_NE(last_.find(R"("case.title":"Alert")"), std::string::npos) << last_;
  EXPECT_NE(last_.find(R"("tags.by":"us")"), std::string::npos) << last_;
  ASSERT_EQ(report.refused_inputs.size(), 1u);
  EXPECT_EQ(report.refused_inputs[0].place, "memory:4:1");
  EXPECT_EQ(report.refused_inputs[0].original, "setup.exe");
}

// The same text with other indicators is another run, also where the last one was interrupted.
TEST_F(Embed, AnInterruptedRunIsNotGoneOnWith) {
  ends_.next = each_of({"8.8.8.8"});
  ends_.take = [](const Doc&) { throw std::runtime_error("full"); };
  std::string text = kPipeline;
  text.replace(text.find("embed.records"), 13,
               "embed.records, on_error: { retry: { attempts: 1 }, then: stop }");
  EXPECT_TRUE(run(text).failed) << problems_;
  ends_.take = [](const Doc&) {};
  ends_.next = each_of({"9.9.9.9"});
  const RunReport report = run(text);
  EXPECT_FALSE(report.went_on);
  EXPECT_EQ(report.pending, 0u);
}

TEST_F(Embed, ARecordThatThrewComesAgain) {
  ends_.next = each_of({"8.8.8.8"});
  int calls = 0;
  ends_.take = [&](const Doc&) {
    if (++calls < 2) throw std::runtime_error("busy");
  };
  std::string text = kPipeline;
  text.replace(text.find("embed.records"), 13,
               "embed.records, on_error: { retry: { backoff: 1ms..2ms } }");
  EXPECT_FALSE(run(text).failed) << problems_;
  EXPECT_EQ(calls, 2);
}

TEST_F(Embed, WhatTheProgramDoesNotGiveIsAProblemOfTheText) {
  run();
  EXPECT_NE(problems_.find("pipeline:4:30: error: source `given`: the program gives no indicators"),
            std::string::npos)
      << problems_;
}

TEST_F(Embed, TheCaseNeedsATitle) {
  ends_.next = each_of({});
  std::string text = kPipeline;
  text.replace(text.find("title: Alert, "), 14, "");
  run(text);
  EXPECT_NE(problems_.find("source `given` reads the program, so its case needs a title"),
            std::string::npos)
      << problems_;
}

TEST_F(Embed, ATextOverTheLimitIsRefused) {
  Registry registry;
  const Loaded loaded = load_pipeline_text(std::string((1 << 20) + 1, '#'), ".", registry, {});
  EXPECT_EQ(loaded.pipeline, nullptr);
  EXPECT_NE(loaded.diagnostics.text().find("the limit is 1048576"), std::string::npos);
}

// A step of the program's own, with what it shares with the program.
class Counter final : public Step<Counter> {
 public:
  static constexpr Label label{.id = "own.count", .summary = "Counts rows."};
  static constexpr auto reads = fields(field::text("ioc.value"));
  Counter(NoConfig, Host host) : count_(host.service<int*>("own.count")) {}
  void process(Row) { ++**count_; }

 private:
  int* const* count_;
};

TEST_F(Embed, AStepOfTheProgramReachesTheProgram) {
  static constexpr rulemap_entry kEntry = adapter::Entry<Counter>::make("own", "1.0.0");
  int count = 0;
  int* shared = &count;
  Registry registry;
  ASSERT_TRUE(registry.add(kEntry).ok());
  LoadSettings settings;
  settings.service = [&](std::string_view id) { return id == "own.count" ? &shared : nullptr; };
  ends_.next = each_of({"8.8.8.8", "evil.example"});
  ASSERT_TRUE(attach(ends_, registry, settings).ok());
  std::string text = kPipeline;
  text.replace(text.find("core.dedupe"), 11, "own.count");
  const Loaded loaded = load_pipeline_text(text, folder_, registry, settings);
  ASSERT_TRUE(loaded.pipeline) << loaded.diagnostics.text();
  EXPECT_FALSE(engine::run(*loaded.pipeline, {.state_folder = folder_}).failed);
  EXPECT_EQ(count, 2);
}

}  // namespace
}  // namespace rulemap::engine
