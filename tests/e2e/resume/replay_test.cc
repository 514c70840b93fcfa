// What went to the dead letter file goes on where it failed, in its own case.
#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

class Replay : public WholeRun {
 protected:
  void SetUp() override {
    WholeRun::SetUp();
    list("known.example\nmissing.example\n");
    know_domain("known.example");
    pipeline_.top += "\ndead_letter: { use: table.jsonl, with: { path: dead.jsonl } }";
    pipeline_.vt_more = "on_error: { retry: { attempts: 1 }, then: dead_letter }";
    run_well(pipeline_);
  }
  Ended replay(const std::string& from) const {
    return place_.start({.arguments = {"replay", "pipeline.yaml", "dead.jsonl", "--from", from,
                                       "--json", "--state", "state"},
                         .folder = "",
                         .environment = {}});
  }

  Pipeline pipeline_;
};

TEST_F(Replay, GoesOnAtTheStepThatFailed) {
  EXPECT_EQ(count("dead_letter"), 1);
  EXPECT_EQ(event_.objects.size(), 1u);
  const std::string uuid = event_.uuid;
  know_domain("missing.example");
  const Ended again = replay("vt");
  EXPECT_EQ(again.exit_code, 0) << again.err << again.out;
  const Event event = place_.event();
  EXPECT_EQ(event.uuid, uuid);
  ASSERT_EQ(event.objects.size(), 1u);
  EXPECT_EQ(event.objects[0].value("domain"), "missing.example");
}

TEST_F(Replay, ForOneSinkAlone) {
  const Ended again = replay("table");
  EXPECT_EQ(again.exit_code, 0) << again.err << again.out;
  EXPECT_EQ(place_.rows().size(), 1u);
  EXPECT_EQ(place_.ledger("SELECT sink, state FROM outcome WHERE run = 2"),
            std::vector<std::string>{"table|written"});
}

TEST_F(Replay, SaysWhatIsThere) {
  const Ended again = replay("vtt");
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_NE(again.err.find("neither a step nor a sink `vtt`"), std::string::npos) << again.err;
  EXPECT_NE(again.err.find("`vt`"), std::string::npos) << again.err;
}

}  // namespace
}  // namespace rulemap::e2e
