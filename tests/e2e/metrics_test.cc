// What a step counts, on the threads of the pool too, stands in the summary of its run.
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

using Metrics = WholeRun;

TEST_F(Metrics, StandInTheSummaryByStep) {
  list("a.example\nbc.example\n");
  Pipeline pipeline;
  pipeline.top += "\nplugins: [\"" RULEMAP_SERVING "\"]";
  pipeline.before_sinks =
      "  - { id: served, use: test.served }\n  - { id: again, use: test.served }\n";
  run_well(pipeline);
  const auto metrics = summary_.root()["metrics"];
  for (const char* step : {"served", "again"}) {
    EXPECT_EQ(metrics[step].integer("rows"), 2) << ended_.out;
    EXPECT_EQ(metrics[step].integer("debt"), -4);
    EXPECT_EQ(metrics[step].integer("tens"), 20) << "counted by tasks of the pool";
  }
  for (const JsonText& row : place_.rows()) {
    EXPECT_EQ(row.root().integer("seen.sum"), 4950);
    EXPECT_EQ(text_of(row.root(), "seen.end"), "far");
  }
}

}  // namespace
}  // namespace rulemap::e2e
