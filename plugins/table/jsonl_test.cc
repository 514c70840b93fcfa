#include <gtest/gtest.h>

#include <fstream>

#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_table;

namespace {

using rulemap::testing::SinkHarness;
using rulemap::testing::SourceHarness;

std::string in_temp(const std::string& name) { return testing::TempDir() + name; }

std::string write_file(const std::string& name, const std::string& text) {
  const std::string path = in_temp(name);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string config(const std::string& path, const std::string& more = "") {
  return R"({"path": ")" + path + R"(")" + more + "}";
}

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) out.push_back(line);
  return out;
}

TEST(JsonlSink, WritesEveryFieldOnOneLine) {
  const std::string path = in_temp("jsonl_sink.jsonl");
  SinkHarness sink(rulemap_entry_table, "table.jsonl", config(path));
  const auto call =
      sink.write_case({R"({"ioc.value": "evil.example", "tags": ["a"], "ioc.line": 3})", R"({})"});
  ASSERT_TRUE(call.end.ok());
  ASSERT_EQ(call.receipts.size(), 2u);
  EXPECT_EQ(call.receipts[1].text, path + ":2");
  EXPECT_EQ(lines_of(path),
            (std::vector<std::string>{
                R"({"record":1,"ioc.value":"evil.example","tags":["a"],"ioc.line":3})",
                R"({"record":1})"}));
}

TEST(JsonlSink, ReplacesOrAppendsAsAsked) {
  const std::string path = in_temp("jsonl_append.jsonl");
  for (const char* more : {"", "", R"(, "append": true)"}) {
    SinkHarness sink(rulemap_entry_table, "table.jsonl", config(path, more));
    sink.write_case({R"({"ioc.value": "x.example"})"});
  }
  EXPECT_EQ(lines_of(path).size(), 2u);
}

TEST(JsonlSink, LeavesOutOnceWhatTheFileHolds) {
  const std::string path = in_temp("jsonl_once.jsonl");
  write_file("jsonl_once.jsonl", "");
  const char* kGivenUp = R"({"id": "1", "ioc.value": "x", "dead_letter": {"at": "vt"}})";
  const char* kElsewhere = R"({"id": "1", "ioc.value": "x", "dead_letter": {"at": "misp"}})";
  const char* kEmitted = R"({"id": "1", "ioc.value": "y", "dead_letter": {"at": "vt"}})";
  for (int i = 0; i < 2; ++i) {
    SinkHarness sink(rulemap_entry_table, "table.jsonl",
                     config(path, R"(, "append": true, "once": true)"));
    const auto call = sink.write_case({kGivenUp, kGivenUp, kElsewhere, kEmitted, "{}"});
    ASSERT_EQ(call.receipts.size(), 5u);
    EXPECT_EQ(call.receipts[1].text, path + ":1");
    EXPECT_EQ(call.receipts[3].text, path + ":3");
  }
  // Nothing tells a record without an id from another.
  EXPECT_EQ(lines_of(path).size(), 5u);
}

TEST(JsonlSink, PutsTheTimeOfTheRunIntoThePath) {
  SinkHarness sink(rulemap_entry_table, "table.jsonl", config(in_temp("jsonl_%Y-%m-%d.jsonl")));
  const auto call = sink.write_case({R"({"ioc.value": "x.example"})"});
  EXPECT_EQ(call.receipts[0].text, in_temp("jsonl_2026-01-01.jsonl") + ":1");
}

TEST(JsonlSink, SaysWhichFileCannotBeOpened) {
  EXPECT_THROW(SinkHarness(rulemap_entry_table, "table.jsonl", config("/proc/no/such.jsonl")),
               std::runtime_error);
}

TEST(JsonlSource, ReadsWhatTheSinkWrote) {
  const std::string record =
      R"({"record":1,"ioc.type":"domain","ioc.value":"evil.example","case.id":"x",)"
      R"("techniques":[{"v":1,"id":"T1055"}],"vt.malicious":7})";
  const std::string path = write_file("jsonl_source.jsonl", record + "\r\n\n");
  SourceHarness source(rulemap_entry_table, "table.jsonl",
                       config(path, R"(, "fields": ["vt.malicious"])"));
  const auto rows = source.pull_all();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].text("ioc.value"), "evil.example");
  EXPECT_EQ(rows[0]["techniques"][0u]["id"], "T1055");
  EXPECT_EQ(rows[0]["vt.malicious"].GetInt(), 7);
  EXPECT_TRUE(source.world().log().empty());
}

TEST(JsonlSource, SaysWhatItLeavesOut) {
  const std::string path = write_file("jsonl_unknown.jsonl", "{\"vt.x\":1}\n{\"vt.x\":2}\n");
  SourceHarness source(rulemap_entry_table, "table.jsonl", config(path));
  EXPECT_EQ(source.pull_all().size(), 2u);
  ASSERT_EQ(source.world().log().size(), 1u);
  EXPECT_EQ(source.world().log()[0], "field `vt.x` is left out: name it under `fields` to keep it");
}

TEST(JsonlSource, RefusesLinesThatAreNoRecord) {
  const std::string path =
      write_file("jsonl_bad.jsonl", "[1]\n{\"a\":\nnot json\n" + std::string(3000, '[') + "\n");
  SourceHarness source(rulemap_entry_table, "table.jsonl", config(path));
  EXPECT_TRUE(source.pull_all().empty());
  ASSERT_EQ(source.refused().size(), 4u);
  EXPECT_EQ(source.refused()[0].why, "a line has to be a JSON object of fields");
  EXPECT_EQ(source.refused()[2].line, 3u);
  EXPECT_NE(source.refused()[3].why.find("nested deeper than 140 levels"), std::string::npos);
}

}  // namespace
