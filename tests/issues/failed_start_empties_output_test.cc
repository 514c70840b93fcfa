// A run that could not start, for a misspelt column, had emptied the file of the run before.
#include <gtest/gtest.h>

#include "e2e/workplace.h"

namespace rulemap::e2e {
namespace {

Ended run(const Workplace& place, const std::string& column) {
  place.write("p.yaml",
              "pipeline: p\nversion: 1\nsources:\n  - { id: list, use: text.iocs, with: { path: "
              "iocs.csv, column: " +
                  column +
                  " }, case: { title: t } }\n"
                  "sinks:\n  - { id: a, use: table.jsonl, with: { path: out.jsonl } }\n");
  return place.start(
      {.arguments = {"run", "p.yaml", "--state", "state"}, .folder = "", .environment = {}});
}

TEST(FailedStart, LeavesTheOutputOfTheLastRun) {
  const Workplace place("FailedStartEmptiesOutput");
  place.write("iocs.csv", "indicator\nevil.example\n");
  EXPECT_EQ(run(place, "indicator").exit_code, 0);
  const std::string before = read_text(place.path("out.jsonl"));
  EXPECT_NE(before.find("evil.example"), std::string::npos);
  const Ended failed = run(place, "indicatr");
  EXPECT_EQ(failed.exit_code, 3) << failed.out;
  EXPECT_NE(failed.out.find("names no column"), std::string::npos) << failed.out;
  EXPECT_EQ(read_text(place.path("out.jsonl")), before);
  // The one that starts again goes on, and writes anew.
  EXPECT_EQ(run(place, "1, header: true").exit_code, 0);
  EXPECT_NE(read_text(place.path("out.jsonl")).find("evil.example"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::e2e
