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
  EXPECT_EQ(event_.listed().size(), 1u);
  const std::string uuid = event_.uuid;
  know_domain("missing.example");
  const Ended again = replay("vt");
  EXPECT_EQ(again.exit_code, 0) << again.err << again.out;
  const Event event = place_.event("event.replay-1.json");
  EXPECT_EQ(event.uuid, uuid);
  ASSERT_EQ(event.listed().size(), 1u);
  EXPECT_EQ(event.objects[0].value("domain"), "missing.example");
}

TEST_F(Replay, ForOneSinkAlone) {
  const Ended again = replay("table");
  EXPECT_EQ(again.exit_code, 0) << again.err << again.out;
  ASSERT_EQ(place_.rows("rows.replay-1.jsonl").size(), 1u);
  EXPECT_EQ(place_.ledger("SELECT sink, state, detail FROM outcome WHERE run = 2"),
            std::vector<std::string>{"table|written|" + place_.path("rows.replay-1.jsonl:1")});
  EXPECT_FALSE(std::filesystem::exists(place_.path("event.replay-1.json")));
}

TEST_F(Replay, RefusesWhatIsNoDeadLetterFileBeforeAnythingIsOpened) {
  struct Case {
    const char* holds;
    const char* said;
  };
  const Case kCases[] = {
      {"pipeline: e2e\n", "dead.jsonl:1:1: error: no dead letter: this is no JSON"},
      {"", "holds no dead letters"},
      {"\n  \n", "holds no dead letters"},
      {"{\"record\":1,\"id\":\"a\",\"case.id\":\"b\",\"dead_letter\":{}}\nevil.example\n",
       "dead.jsonl:2:1: error: "},
      {"{\"ioc.value\":\"evil.example\"}\n", "`record` is missing"},
      {"{\"record\":2,\"id\":\"a\",\"case.id\":\"b\"}\n", "another form than 1"},
      {"{\"record\":1,\"id\":\"a\"}\n", "`case.id` is missing"},
      {"{\"record\":1,\"id\":\"a\",\"case.id\":\"b\"}\n", "`dead_letter` is missing"},
      {"[1]\n", "no JSON object"}};
  const std::string event = read_text(place_.path("event.json"));
  const std::string rows = read_text(place_.path("rows.jsonl"));
  for (const Case& each : kCases) {
    place_.write("dead.jsonl", each.holds);
    const Ended refused = replay("table");
    EXPECT_EQ(refused.exit_code, 2) << each.holds;
    EXPECT_NE(refused.err.find(each.said), std::string::npos) << refused.err;
    EXPECT_EQ(read_text(place_.path("event.json")), event) << each.holds;
    EXPECT_EQ(read_text(place_.path("rows.jsonl")), rows) << each.holds;
  }
  EXPECT_FALSE(rows.empty());
  EXPECT_EQ(place_.ledger("SELECT count(*) FROM run"), std::vector<std::string>{"1"});
}

TEST_F(Replay, TheSummarySaysWhereTheyAreAndHowTheyComeBack) {
  const Doc dead = summary_.root()["dead_letters"];
  EXPECT_EQ(dead.integer("records"), 1);
  EXPECT_TRUE(text_of(dead, "file").ends_with("dead.jsonl"));
  const Ended again = place_.start(
      {.arguments = {"run", "pipeline.yaml", "--state", "state"}, .folder = "", .environment = {}});
  const std::string command = "rulemap replay pipeline.yaml dead.jsonl --from vt --state state\n";
  EXPECT_NE(again.out.find("1 record in dead.jsonl; once mended:\n"), std::string::npos)
      << again.out;
  EXPECT_NE(again.out.find(command), std::string::npos) << again.out;
  EXPECT_EQ(text_of(dead, "replay") + "\n", command);
}

TEST_F(Replay, ARecordIsThereOnceHoweverOftenItIsGivenUp) {
  const std::string first = read_text(place_.path("dead.jsonl"));
  run_well(pipeline_);
  EXPECT_EQ(replay("vt").exit_code, 0);
  EXPECT_EQ(read_text(place_.path("dead.jsonl")), first);
  EXPECT_EQ(summary_.root()["dead_letters"].integer("records"), 1);
  // What somebody took out of the file is there again.
  place_.write("dead.jsonl", "");
  run_well(pipeline_);
  EXPECT_EQ(read_text(place_.path("dead.jsonl")), first);
}

TEST_F(Replay, SaysWhyItWasGivenUpAndForgetsItOnceItIsMended) {
  const JsonText dead(read_text(place_.path("dead.jsonl")));
  EXPECT_EQ(text_of(dead.root()["dead_letter"], "at"), "vt");
  EXPECT_FALSE(text_of(dead.root()["dead_letter"], "why").empty());
  know_domain("missing.example");
  EXPECT_EQ(replay("vt").exit_code, 0);
  const auto rows = place_.rows("rows.replay-1.jsonl");
  ASSERT_EQ(rows.size(), 1u);
  for (const char* each : {"dead_letter", "errors"}) {
    EXPECT_TRUE(rows[0].root()[each].is_null()) << each;
  }
}

TEST_F(Replay, TheSummarySaysWhatTheFileHoldsOfOtherRunsAndOfThoseThatWentThrough) {
  list("known.example\nother.example\n");
  run_well(pipeline_);
  EXPECT_EQ(summary_.root()["dead_letters"].integer("records"), 1);
  EXPECT_EQ(summary_.root()["dead_letters"].integer("held"), 2);
  know_domain("missing.example");
  const auto said = [&] {
    return place_
        .start({.arguments = {"replay", "pipeline.yaml", "dead.jsonl", "--from", "vt", "--state",
                              "state"},
                .folder = "",
                .environment = {}})
        .out;
  };
  const std::string some = said();
  EXPECT_NE(some.find("1 record in dead.jsonl, which holds 2 with those of other runs; once"),
            std::string::npos)
      << some;
  EXPECT_NE(some.find("still holds what went through, beside what failed again\n"),
            std::string::npos)
      << some;
  know_domain("other.example");
  EXPECT_NE(said().find("dead.jsonl still holds what went through: move it away"),
            std::string::npos);
}

TEST_F(Replay, WhereNothingFailsThereIsNoFileOfDeadLetters) {
  std::filesystem::remove(place_.path("dead.jsonl"));
  know_domain("missing.example");
  run_well(pipeline_);
  EXPECT_FALSE(std::filesystem::exists(place_.path("dead.jsonl")));
}

TEST_F(Replay, StrictEndsWithACodeOfItsOwnWhereSomethingWasGivenUp) {
  const auto code = [&] { return place_.run(pipeline_, {"--strict", "--fresh"}).exit_code; };
  EXPECT_EQ(code(), 4);
  know_domain("missing.example");
  EXPECT_EQ(code(), 0);
  list("known.example\nnonsense\n");
  EXPECT_EQ(code(), 4);
  EXPECT_EQ(place_.run(pipeline_, {"--fresh"}).exit_code, 0);
}

TEST_F(Replay, SaysWhatIsThere) {
  const Ended again = replay("vtt");
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_NE(again.err.find("neither a step nor a sink `vtt`"), std::string::npos) << again.err;
  EXPECT_NE(again.err.find("`vt`"), std::string::npos) << again.err;
}

}  // namespace
}  // namespace rulemap::e2e
