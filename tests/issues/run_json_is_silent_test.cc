// `run --json` of a pipeline file that is wrong printed no JSON.
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class RunJsonIsSilent : public WholeRun {};

TEST_F(RunJsonIsSilent, ItPrintsTheProblemsAsCheckDoes) {
  Pipeline pipeline;
  pipeline.vt = "nmes: 3";
  list("evil.example\n");
  run(pipeline);
  EXPECT_EQ(ended_.exit_code, 1);
  const Ended checked = place_.start(
      {.arguments = {"check", "--json", "pipeline.yaml"}, .folder = "", .environment = {}});
  EXPECT_EQ(ended_.out, checked.out);
  EXPECT_EQ(summary_.root()["problems"].at(0).text("code"), "unknown-option") << ended_.out;
}

}  // namespace
}  // namespace rulemap::e2e
