// The examples that come along, in a copy: they run to their end, and leave what they say.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <vector>

#include "e2e/event_file.h"
#include "e2e/json_text.h"
#include "e2e/program.h"

namespace rulemap::e2e {
namespace {

namespace fs = std::filesystem;

// Rules that hold over what sandboxes saw, with the events that show it.
std::size_t evaluated_rules(const std::string& rows) {
  std::size_t out = 0;
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) {
    const JsonText row(line);
    for (const Doc match : row.root()["matches"]) {
      if (match.text("how") != "evaluated") continue;
      EXPECT_TRUE(match.text("id") && match["evidence"].at(0).text("seen by")) << match.json();
      ++out;
    }
  }
  return out;
}

// Runs a pipeline of the examples in a copy of them.
Ended run_example(const fs::path& folder, const std::string& pipeline) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(RULEMAP_SOURCE_DIR "/examples", folder / "examples", fs::copy_options::recursive);
  Ended ended = run_program(
      {.arguments = {"run", "examples/pipelines/" + pipeline, "--json", "--state", "state"},
       .folder = folder.string(),
       .environment = {}});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  return ended;
}

TEST(Demo, GivesAnEvent) {
  const fs::path folder = RULEMAP_DEMO_FOLDER;
  const Ended ended = run_example(folder, "ioc-to-misp.yaml");
  const Event event = read_event((folder / "out/ioc-to-misp.json").string());
  EXPECT_GT(event.objects.size(), 10u);
  const JsonText summary(ended.out);
  EXPECT_EQ(summary.root().integer("pending"), 0);
  const std::string rows = read_text((folder / "out/ioc-to-misp.jsonl").string());
  const auto records = std::count(rows.begin(), rows.end(), '\n');
  EXPECT_EQ(summary.root()["sinks"].at(1).integer("written"), records);
  EXPECT_EQ(*summary.root().integer("accepted") - *summary.root().integer("merged"), records);
  EXPECT_EQ(summary.root().integer("answers_missing"), 0);
  EXPECT_EQ(evaluated_rules(rows), 11u);
}

// What stands between ```KIND and ``` in the README, line by line.
std::vector<std::string> readme_block(const std::string& kind) {
  std::istringstream lines(read_text(RULEMAP_SOURCE_DIR "/README.md"));
  std::vector<std::string> out;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (inside && line == "```") return out;
    if (inside) out.push_back(line);
    inside = inside || line == "```" + kind;
  }
  return {};
}

TEST(Demo, TheReadmeShowsWhatItPrintsAndReads) {
  const fs::path folder = RULEMAP_DEMO_FOLDER "-readme";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(RULEMAP_SOURCE_DIR "/examples", folder / "examples", fs::copy_options::recursive);
  const Ended ended = run_program(
      {.arguments = {"run", "examples/pipelines/ioc-to-misp.yaml", "--state", "out/state"},
       .folder = folder.string(),
       .environment = {}});
  const auto summary = readme_block("text"), pipeline = readme_block("yaml");
  ASSERT_GT(summary.size(), 5u);
  ASSERT_GT(pipeline.size(), 10u);
  for (const std::string& each : summary) {
    EXPECT_NE(ended.out.find(each + "\n"), std::string::npos) << each << "\n" << ended.out;
  }
  const std::string file = read_text(RULEMAP_SOURCE_DIR "/examples/pipelines/ioc-to-misp.yaml");
  for (const std::string& each : pipeline) {
    EXPECT_NE(file.find(each + "\n"), std::string::npos) << each;
  }
}

// "line: title of the rule, ids of techniques" of each row.
std::vector<std::string> rules_of_events(const std::string& rows) {
  std::vector<std::string> out;
  std::istringstream lines(rows);
  for (std::string line; std::getline(lines, line);) {
    const JsonText row(line);
    const Doc root = row.root();
    EXPECT_EQ(root.text("kind"), "event");
    const Doc match = root["matches"].at(0);
    EXPECT_EQ(match.text("how"), "evaluated");
    std::string said = std::to_string(root.integer("ioc.line").value_or(0)) + ": " +
                       std::string(match.text("title").value_or(""));
    for (const Doc each : root["techniques"]) {
      said += ", " + std::string(each["attack"].text("id").value_or(""));
    }
    out.push_back(said + "; " + std::string(match["evidence"].at(0).text("seen by").value_or("")));
  }
  std::sort(out.begin(), out.end());
  return out;
}

TEST(Demo, EventsOfLogsBecomeMatches) {
  const fs::path folder = RULEMAP_DEMO_FOLDER "-log";
  const Ended ended = run_example(folder, "log-to-matches.yaml");
  const JsonText summary(ended.out);
  EXPECT_EQ(summary.root().integer("pending"), 0);
  EXPECT_EQ(rules_of_events(read_text((folder / "out/log-to-matches.jsonl").string())),
            (std::vector<std::string>{
                "1: Certutil Used to Fetch a File, T1105, T1140; workstation.jsonl:1",
                "3: Service Made With SC for a Shell or a User Folder, T1543.003; "
                "workstation.jsonl:3",
                "4: Run Key Set to a Program in a Writable Folder, T1547.001; "
                "workstation.jsonl:4"}));
}

}  // namespace
}  // namespace rulemap::e2e
