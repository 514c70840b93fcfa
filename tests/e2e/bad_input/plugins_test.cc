// Plugins that are missing, that others may write, that are of another ABI or none, or that throw.
#include <sys/stat.h>

#include <filesystem>
#include <ostream>
#include <regex>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

namespace fs = std::filesystem;

class BadPlugins : public WholeRun {
 protected:
  void add_plugin(const char* from, const std::string& name, mode_t mode = 0644) {
    fs::create_directories(fs::path(place_.path(name)).parent_path());
    fs::copy_file(from, place_.path(name), fs::copy_options::overwrite_existing);
    ::chmod(place_.path(name).c_str(), mode);
  }
  static Pipeline with_plugin(const std::string& name) {
    Pipeline out;
    out.top += "\nplugins: [" + name + "]";
    return out;
  }
  // A run of three domains through a throwing step, which stands behind VirusTotal.
  void run_throwing(const std::string& where, const std::string& more = "") {
    add_plugin(RULEMAP_THROWING_PLUGIN, "throwing.so");
    Pipeline pipeline = with_plugin("throwing.so");
    pipeline.before_sinks =
        "  - { id: bad, use: throwing.step, with: { where: " + where + " }" + more + " }\n";
    for (const char* each : {"first.example", "thrown.example", "last.example"}) {
      know_domain(each, R"("registrar": "A registrar")");
    }
    list("first.example\nthrown.example\nlast.example\n");
    run(pipeline);
  }
  void expect_said(const std::string& text, const char* pattern) {
    EXPECT_TRUE(std::regex_search(text, std::regex(pattern))) << text;
  }
};

struct Refused {
  const char* name;
  const char* from;  // null: there is no such file
  mode_t mode;
  const char* message;
};

void PrintTo(const Refused& each, std::ostream* out) { *out << each.name; }

class RefusedPlugins : public BadPlugins, public testing::WithParamInterface<Refused> {};

TEST_P(RefusedPlugins, StopBeforeAnythingIsDone) {
  if (GetParam().from) add_plugin(GetParam().from, "bad.so", GetParam().mode);
  list("evil.example\n");
  run(with_plugin("bad.so"));
  EXPECT_EQ(ended_.exit_code, 1);
  expect_said(ended_.err, R"(pipeline.yaml:\d+:\d+: error: .*bad.so)");
  expect_said(ended_.err, GetParam().message);
  EXPECT_FALSE(fs::exists(place_.path("state")));
}

INSTANTIATE_TEST_SUITE_P(
    BadInput, RefusedPlugins,
    testing::Values(Refused{"Missing", nullptr, 0, "there is no such plugin file"},
                    Refused{"OfAnotherAbi", RULEMAP_OTHER_ABI_PLUGIN, 0644,
                            R"(built for ABI 9\.7; this engine speaks \d+\.\d+; build it against)"},
                    Refused{"WritableByGroup", RULEMAP_THROWING_PLUGIN, 0664, "chmod go-w"},
                    Refused{"WritableByOthers", RULEMAP_THROWING_PLUGIN, 0646, "chmod go-w"},
                    Refused{"NoPlugin", RULEMAP_NO_PLUGIN, 0644, "it has no symbol rulemap_plugin"},
                    Refused{"NoLibrary", RULEMAP_SOURCE_DIR "/README.md", 0644,
                            "cannot be loaded"}),
    [](const auto& each) { return each.param.name; });

TEST_F(BadPlugins, InAFolderTheyAreNamedAndTheRestWorks) {
  add_plugin(RULEMAP_OTHER_ABI_PLUGIN, "more/other.so");
  add_plugin(RULEMAP_THROWING_PLUGIN, "more/writable.so", 0666);
  list("evil.example\n");
  know_domain("evil.example");
  place_.write("pipeline.yaml", Pipeline().text());
  const Ended ended =
      place_.start({.arguments = {"--plugins", "more", "run", "pipeline.yaml", "--state", "state"},
                    .folder = "",
                    .environment = {}});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  expect_said(ended.err, "more/other.so: .*ABI 9.7");
  expect_said(ended.err, "more/writable.so: .*chmod go-w");
  EXPECT_EQ(place_.event().listed().size(), 1u);
}

TEST_F(BadPlugins, AStepThatThrowsCostsOneRow) {
  run_throwing("call", ", on_error: { then: dead_letter }");
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(place_.ledger("SELECT line, original, state, detail FROM token ORDER BY line"),
            (std::vector<std::string>{"1|first.example|final|",
                                      "2|thrown.example|dead_letter|bad: thrown at call",
                                      "3|last.example|final|"}));
  EXPECT_EQ(place_.rows().size(), 2u);
  EXPECT_EQ(event_.count("domain-ip"), 2u);
  for (const EventObject& each : event_.listed()) {
    EXPECT_EQ(each.value("text"), "registrar A registrar");
  }
}

TEST_F(BadPlugins, AStepThatThrowsAndIsSkippedLosesNoRow) {
  run_throwing("call", ", on_error: { then: skip }");
  EXPECT_EQ(ended_.exit_code, 0) << ended_.err;
  EXPECT_EQ(event_.count("domain-ip"), 3u);
  EXPECT_TRUE(domain("thrown.example").attributes.at(0).comment.find("bad") != std::string::npos);
  EXPECT_EQ(place_.ledger("SELECT state, detail FROM token WHERE line = 2"),
            std::vector<std::string>{"final|bad: thrown at call"});
}

TEST_F(BadPlugins, AStepThatThrowsAtItsStartFailsTheRun) {
  run_throwing("start");
  EXPECT_EQ(ended_.exit_code, 3);
  expect_said(text_of(summary_.root(), "error"), "`bad` could not start: .*thrown at start");
}

TEST_F(BadPlugins, AStepThatThrowsWhenItIsMadeIsAProblemOfTheFile) {
  run_throwing("create");
  EXPECT_EQ(ended_.exit_code, 1);
  expect_said(ended_.err, R"(pipeline.yaml:\d+:\d+: error: .*thrown at create)");
  EXPECT_FALSE(fs::exists(place_.path("state")));
}

TEST_F(BadPlugins, ASourceThatThrowsLosesNothingBeforeIt) {
  add_plugin(RULEMAP_THROWING_PLUGIN, "throwing.so");
  know_domain("given.example");
  place_.write("pipeline.yaml",
               "http: { replay: recordings }\npipeline: p\nversion: 1\nplugins: [throwing.so]\n"
               "sources: [ { id: bad, use: throwing.source, with: { where: call },"
               " case: { tlp: green } } ]\n"
               "steps: [ { id: vt, use: virustotal.report, with: { relations: [] } } ]\n"
               "sinks: [ { id: table, use: table.jsonl, with: { path: rows.jsonl } } ]\n");
  const Ended ended = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended.exit_code, 3) << ended.err;
  expect_said(ended.out, "source `bad`: thrown at call");
  ASSERT_EQ(place_.rows().size(), 1u);
  EXPECT_EQ(text_of(place_.rows()[0].root(), "lookup.vt"), "known");
  EXPECT_EQ(place_.ledger("SELECT state, detail FROM outcome").size(), 1u);
  EXPECT_EQ(place_.ledger("SELECT state FROM token"), std::vector<std::string>{"final"});
  EXPECT_EQ(place_.ledger("SELECT state FROM run"), std::vector<std::string>{"failed"});
}

TEST_F(BadPlugins, ASinkThatThrowsLosesNothingOfTheOthers) {
  add_plugin(RULEMAP_THROWING_PLUGIN, "throwing.so");
  Pipeline pipeline = with_plugin("throwing.so");
  for (const char* each : {"first.example", "thrown.example"}) know_domain(each);
  list("first.example\nthrown.example\n");
  place_.write("pipeline.yaml", pipeline.text() +
                                    "  - { id: bad, use: throwing.sink, with: { where: call },"
                                    " on_error: { retry: { attempts: 1 } } }\n");
  const Ended ended = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
  EXPECT_EQ(place_.event().listed().size(), 2u);
  EXPECT_EQ(place_.ledger("SELECT token, state, detail FROM outcome WHERE sink = 'bad'"),
            (std::vector<std::string>{"0|written|kept", "1|dead_letter|thrown at call"}));
}

// What was looked up before a credential is refused has been paid for.
TEST_F(BadPlugins, AStopKeepsTheRowsBeforeIt) {
  know_domain("first.example");
  place_.answer("/domains/second.example", 401, error_body("WrongCredentialsError"));
  list("first.example\nsecond.example\nthird.example\n");
  place_.write("pipeline.yaml",
               "http: { replay: recordings }\npipeline: p\nversion: 1\n"
               "sources: [ { id: list, use: text.iocs, with: { path: list.txt },"
               " case: { tlp: green } } ]\n"
               "steps: [ { id: vt, use: virustotal.report, with: { relations: [] }, "
               "limits: { in_flight: 1 } } ]\n"
               "sinks: [ { id: table, use: table.jsonl, with: { path: rows.jsonl } } ]\n");
  const Ended ended = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_EQ(place_.rows().size(), 1u);
  EXPECT_EQ(place_.ledger("SELECT original, state FROM token"),
            (std::vector<std::string>{"first.example|final", "second.example|pending",
                                      "third.example|pending"}));
}

}  // namespace
}  // namespace rulemap::e2e
