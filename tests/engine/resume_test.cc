// A run that did not reach its end goes on with the next one: nothing is written twice, nothing is
// forgotten.
#include "engine/run_fixture.h"

namespace rulemap::engine {
namespace {

const char kAct[] = "{ id: act, use: test.act }";

TEST_F(Run, WhatStoppedGoesOn) {
  const RunReport first = run("a, stop-once, b", kAct);
  EXPECT_TRUE(first.failed);
  EXPECT_FALSE(first.went_on);
  clock_.sleep_until(clock_.now_ms() + 60'000);
  const RunReport second = run("a, stop-once, b", kAct);
  EXPECT_FALSE(second.failed) << second.text();
  EXPECT_TRUE(second.went_on);
  EXPECT_EQ(second.first_started_ms + 60'000, clock_.now_ms());
  EXPECT_EQ(second.written_before, 1u);
  EXPECT_EQ(written(), (testing_rows{"T: a", "T: stop-once", "T: b"}));
  EXPECT_EQ(ledger("SELECT state, starts FROM run"), testing_rows{"done|2"});
  EXPECT_EQ(ledger("SELECT token, original, state FROM token"),
            (testing_rows{"0|a|final", "1|stop-once|final", "2|b|final"}));
  EXPECT_EQ(ledger("SELECT token, state FROM outcome"),
            (testing_rows{"0|written", "1|written", "2|written"}));
}

// As where the program was ended after its last row and before it could say so.
TEST_F(Run, WhereNothingIsLeftOneLineSaysSoAndWhereTheResultIs) {
  run("a, b, a", "{ id: once, use: core.dedupe }");
  ledger("UPDATE run SET state = 'running'");
  const RunReport again = run("a, b, a", "{ id: once, use: core.dedupe }");
  EXPECT_TRUE(again.nothing_left());
  const std::string text = again.text();
  EXPECT_EQ(text.find("p: nothing left to do: all 3 inputs were finished in the run of "
                      "2026-01-01T00:00:00Z; --fresh runs anew\n"
                      "  out         2 records written before; the last: memory\n"
                      "  ledger "),
            0u)
      << text;
  run("a, stop-once, b", kAct);
  EXPECT_FALSE(run("a, stop-once, b", kAct).nothing_left());
}

TEST_F(Run, ProgressTellsWhatIsReadAgain) {
  run("a, stop-once, b", kAct);
  std::uint64_t most_known = 0;
  options_.progress = [&](const Progress& at) { most_known = std::max(most_known, at.known); };
  run("a, stop-once, b", kAct);
  EXPECT_GE(most_known, 2u);
  EXPECT_LE(most_known, 3u);
}

TEST_F(Run, FreshBeginsAnew) {
  run("a, stop-once, b", kAct);
  options_.fresh = true;
  const RunReport second = run("a, stop-once, b", kAct);
  EXPECT_FALSE(second.went_on);
  EXPECT_EQ(written(), (testing_rows{"T: a", "T: a", "T: stop-once", "T: b"}));
  EXPECT_EQ(ledger("SELECT state FROM run"), (testing_rows{"failed", "done"}));
}

TEST_F(Run, WhatIsDoneOrAnotherInputBeginsAnew) {
  run("a", kAct);
  EXPECT_FALSE(run("a", kAct).went_on);
  run("a, stop-once, b", kAct);
  EXPECT_FALSE(run("a, b", kAct).went_on);
  EXPECT_EQ(ledger("SELECT count(*) FROM run"), testing_rows{"4"});
}

TEST_F(Run, WhatWasGivenUpStaysSo) {
  const std::string steps =
      "{ id: act, use: test.act, on_error: { then: dead_letter } }, "
      "{ id: later, use: test.act }";
  run("reject, stop-once", steps);
  const RunReport second = run("reject, stop-once", steps);
  EXPECT_FALSE(second.failed) << second.text();
  EXPECT_EQ(second.dead_letter, 1u);
  EXPECT_EQ(rulemap::scripted::witness().tries["reject"], 1);
  EXPECT_EQ(ledger("SELECT state FROM token"), (testing_rows{"dead_letter", "final"}));
}

TEST_F(Run, ASinkThatMakesTwiceOneGetsItsWholeCaseAgain) {
  const std::string sinks =
      "{ id: one, use: test.keep }, { id: two, use: test.keep_by_identity, with: { at_close: true "
      "} }";
  run("a, stop-once", kAct, sinks);
  EXPECT_EQ(sorted(written()), (testing_rows{"T: a", "T: a"}));
  run("a, stop-once", kAct, sinks);
  EXPECT_EQ(sorted(written()),
            (testing_rows{"T: a", "T: a", "T: a", "T: stop-once", "T: stop-once"}));
}

TEST_F(Run, RefusedInputsAreNotToldTwice) {
  run("refused, a, stop-once", kAct);
  const RunReport second = run("refused, a, stop-once", kAct);
  EXPECT_EQ(second.refused, 1u);
  EXPECT_EQ(ledger("SELECT original FROM token WHERE state='refused'"), testing_rows{"refused"});
}

}  // namespace
}  // namespace rulemap::engine
