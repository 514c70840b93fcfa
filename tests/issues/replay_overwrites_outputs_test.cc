// The replay that the summary advises wrote its few records over all of the run's.
#include <sstream>

#include "engine/run_fixture.h"

namespace rulemap::engine {
namespace {

constexpr char kDead[] =
    R"({"record":1,"id":"1","case.id":"c","ioc.type":"domain","ioc.value":"late",)"
    R"("dead_letter":{"at":"act","why":"so"}})"
    "\n";

class ReplayOverwrites : public Run {
 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string text(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(path(name)).rdbuf();
    return out.str();
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
  }
  Loaded load(const std::string& sinks, const std::string& from) {
    write("dead.jsonl", kDead);
    write("pipeline.yaml",
          "pipeline: p\nversion: 1\nsources:\n  - { id: words, use: test.words, with: { words: [" +
              words_ +
              "] }, case: { tlp: green, title: T } }\nsteps: [ { id: act, use: test.act } ]\n"
              "sinks: [ " +
              sinks + " ]\n");
    EXPECT_TRUE(registry_.add(rulemap::scripted::scripted_plugin()).ok());
    EXPECT_TRUE(registry_.load(RULEMAP_PLUGIN_DIR "/table.so").ok());
    LoadSettings settings;
    settings.clock = &clock_;
    if (!from.empty()) settings.replay = ReplayedRecords{path("dead.jsonl"), from};
    return load_pipeline(path("pipeline.yaml"), registry_, settings);
  }
  RunReport run_or_replay(const std::string& sinks, const std::string& from) {
    registry_ = Registry();
    Loaded loaded = load(sinks, from);
    EXPECT_TRUE(loaded.pipeline) << loaded.diagnostics.text();
    if (!loaded.pipeline) return {};
    options_.state_folder = path("state");
    return engine::run(*loaded.pipeline, options_);
  }

  std::string words_ = "a, b";
  const std::string sink_ = "{ id: out, use: test.file, with: { path: out.txt } }";
  Registry registry_;
};

TEST_F(ReplayOverwrites, ASinkOfAnybodyWritesBeside) {
  (void)run_or_replay(sink_, "");
  ASSERT_EQ(text("out.txt"), "a\nb\n");
  const RunReport report = run_or_replay(sink_, "act");
  EXPECT_EQ(text("out.txt"), "a\nb\n");
  EXPECT_EQ(text("out.replay-1.txt"), "late\n");
  ASSERT_EQ(report.sinks.size(), 1u);
  EXPECT_EQ(report.sinks[0].left_as_they_were, testing_rows{path("out.txt")});
  EXPECT_NE(report.text().find("out.txt, which is as it was"), std::string::npos) << report.text();
  EXPECT_EQ(ledger("SELECT detail FROM outcome WHERE run=2"),
            testing_rows{path("out.replay-1.txt")});
}

TEST_F(ReplayOverwrites, NeverOverAFileThatIsThere) {
  write("out.replay-1.txt", "mine\n");
  (void)run_or_replay(sink_, "act");
  (void)run_or_replay(sink_, "act");
  EXPECT_EQ(text("out.replay-1.txt"), "mine\n");
  EXPECT_EQ(text("out.replay-2.txt"), "late\n");
  EXPECT_EQ(text("out.replay-3.txt"), "late\n");
}

// The sink fills in a part of the name: what may come of it counts.
TEST_F(ReplayOverwrites, NorOverOneThatTheSinkMayMean) {
  write("20251231.replay-1.jsonl", "mine\n");
  (void)run_or_replay("{ id: out, use: table.jsonl, with: { path: \"%Y%m%d.jsonl\" } }", "out");
  EXPECT_EQ(text("20251231.replay-1.jsonl"), "mine\n");
  EXPECT_FALSE(fs::exists(path("20260101.replay-1.jsonl")));
  EXPECT_NE(text("20260101.replay-2.jsonl").find("late"), std::string::npos);
}

TEST_F(ReplayOverwrites, APathThatNobodyDeclaresIsAProblemWhereAFileIsThere) {
  const std::string sinks =
      "{ id: out, use: test.file, with: { other: mine.txt } }, { id: keep, use: test.keep }";
  write("mine.txt", "mine\n");
  EXPECT_FALSE(load(sinks, "act").pipeline);
  registry_ = Registry();
  EXPECT_NE(load(sinks, "out").diagnostics.text().find("sink `out` may overwrite"),
            std::string::npos);
  (void)run_or_replay(sinks, "keep");  // for the other sink alone
  EXPECT_EQ(text("mine.txt"), "mine\n");
}

// What a sink remembers of its file is the replay's then: going on would leave out what was
// written.
TEST_F(ReplayOverwrites, ARunBeforeAReplayBeginsAnew) {
  const std::string sinks = "{ id: out, use: table.jsonl, with: { path: out.jsonl } }";
  words_ = "a, stop-once, b";
  EXPECT_TRUE(run_or_replay(sinks, "").failed);
  (void)run_or_replay(sinks, "out");
  const RunReport report = run_or_replay(sinks, "");
  EXPECT_FALSE(report.failed) << report.text();
  const std::string written = text("out.jsonl");
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 3) << report.text() << written;
}

}  // namespace
}  // namespace rulemap::engine
