// Found by tests/fuzz/records_fuzz.cc: a line could put a number into a text field, and a text into
// `ioc.line`, which then made another id in every run.
#include <gtest/gtest.h>

#include <fstream>

#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_table;

namespace {

using rulemap::testing::SourceHarness;

TEST(JsonlFieldTypes, ALineWithAValueOfTheWrongTypeIsRefused) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"ioc.type": 4})", "`ioc.type` takes a text"},
      {R"({"ioc.line": "x"})", "`ioc.line` takes a whole number"},
      {R"({"reputation.at": 1.5})", "`reputation.at` takes a whole number"},
      {R"({"ioc.private": "no"})", "`ioc.private` takes true or false"},
      {R"({"tags": {}})", "`tags` takes a list"}};
  const std::string path = testing::TempDir() + "jsonl_field_types.jsonl";
  std::ofstream file(path);
  for (const auto& [line, why] : rows) file << line << "\n";
  file << R"({"ioc.value": "a.example", "ioc.line": null, "acme.x": []})"
       << "\n";
  file.close();

  SourceHarness source(rulemap_entry_table, "table.jsonl",
                       R"({"path": ")" + path + R"(", "fields": ["acme.x"]})");
  EXPECT_EQ(source.pull_all().size(), 1u);
  ASSERT_EQ(source.refused().size(), std::size(rows));
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    EXPECT_EQ(source.refused()[i].why, rows[i].second);
    EXPECT_EQ(source.refused()[i].line, i + 1);
  }
}

}  // namespace
