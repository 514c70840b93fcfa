// What a run promises: every input ends in one state per sink, failures follow their policy, cases
// close, finalizers complete. Whole pipelines, a real ledger, a clock that is turned.
#include "engine/run_fixture.h"

namespace rulemap::engine {
namespace {

// How far a source was read ahead of a stop is no promise.
const char kFirstTwo[] = "SELECT original, state FROM token WHERE token < 2";
const char kAct[] = "{ id: act, use: test.act, with: { url: '' } }";

TEST_F(Run, EveryInputEndsInOneStateForEachSink) {
  const RunReport report = run("a, drop, sink-rejects", kAct,
                               "{ id: one, use: test.keep, when: ioc.value != 'a' }, "
                               "{ id: two, use: test.keep }");
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(ledger("SELECT original, state, detail FROM token"),
            (testing_rows{"a|final|", "drop|dropped|act: as told", "sink-rejects|final|"}));
  EXPECT_EQ(ledger("SELECT token, sink, state, detail FROM outcome"),
            (testing_rows{"0|one|filtered|ioc.value != 'a'", "0|two|written|memory",
                          "2|one|refused|as told", "2|two|refused|as told"}));
  EXPECT_EQ(report.sinks[0].filtered, 1u);
  EXPECT_EQ(report.sinks[1].refused, 1u);
  EXPECT_EQ(report.pending, 0u);
}

TEST_F(Run, TheSummaryListsAFileOnceHoweverManyCasesSayIt) {
  const RunReport report = run("a, b, c", "{ id: set, use: core.set, with: { acme.x: y } }",
                               "{ id: out, use: test.keep, with: { says: out/x.json } }", "",
                               "by: ioc.value, tlp: green");
  ASSERT_EQ(report.sinks.size(), 1u);
  const std::string text = report.text();
  EXPECT_NE(text.find("3 records written; file: out/x.json; cases: 6\n"), std::string::npos)
      << text;
  for (const char* nobody_does_it : {"answers", "mapped"}) {
    EXPECT_EQ(text.find(nobody_does_it), std::string::npos) << text;
  }
}

TEST_F(Run, TheSummarySaysWhyASinkRefused) {
  const RunReport report = run("a, sink-rejects", kAct);
  ASSERT_EQ(report.refusals.size(), 1u);
  EXPECT_EQ(report.refusals[0].step, "out");
  EXPECT_EQ(report.refusals[0].rows, 1u);
  EXPECT_NE(report.text().find("\n              out refused sink-rejects: as told\n"),
            std::string::npos)
      << report.text();
  EXPECT_NE(report.json().find("\"refusals\":[{\"step\":\"out\",\"why\":\"as told\""),
            std::string::npos)
      << report.json();
}

TEST_F(Run, ASourceIsToldDoneInOrderWhenRowsAreFinal) {
  run("a, b, drop, c", kAct, "{ id: out, use: test.keep, with: { at_close: true } }");
  EXPECT_EQ(rulemap::scripted::witness().done, (testing_rows{"a", "b", "drop", "c"}));
}

TEST_F(Run, AFailingRowIsTriedAgainAndThenFollowsItsPolicy) {
  const std::string retry = "retry: { attempts: 4, backoff: 1s..2s }";
  run("retry, twice", "{ id: act, use: test.act, on_error: { " + retry + ", then: skip } }");
  EXPECT_EQ(rulemap::scripted::witness().tries["retry"], 4);
  EXPECT_EQ(rulemap::scripted::witness().tries["twice"], 2);
  EXPECT_EQ(sorted(written()), (testing_rows{"T: retry failed !"
                                             R"([{"step":"act","message":"as told"}])",
                                             "T: twice"}));
}

TEST_F(Run, TheReportSaysWhyLookupsFailed) {
  const RunReport report =
      run("reject, a, throw, split", "{ id: one, use: test.act }, { id: two, use: test.act }");
  EXPECT_EQ(report.failures.size(), 2u);
  const std::string text = report.text(), json = report.json();
  for (const char* each :
       {"one failed for reject, throw: as told\n", "two failed for reject, throw: as told\n"}) {
    EXPECT_NE(text.find(each), std::string::npos) << text;
  }
  EXPECT_NE(
      json.find(
          R"("failures":[{"step":"one","why":"as told","rows":2,"indicators":["reject","throw"]},)"
          R"({"step":"two","why":"as told","rows":2,"indicators":["reject","throw"]}],)"
          R"("failures_not_listed":0)"),
      std::string::npos)
      << json;
}

TEST_F(Run, TheReportNamesThreeAndCountsTheRest) {
  const std::string steps =
      "{ id: one, use: test.act, when: ioc.value == 'a', on_error: { retry: "
      "{ attempts: 1 } } }";
  const std::string text = run("a, b, c, d, b, e", steps).text();
  EXPECT_NE(text.find("5 lookups not asked\n"), std::string::npos) << text;
  EXPECT_NE(text.find("one did not ask about b, c, d and 2 more: `when: ioc.value == 'a'` does not "
                      "hold\n"),
            std::string::npos)
      << text;
}

TEST_F(Run, TheReportSaysWhichGateHeldBack) {
  const std::string steps = "{ id: one, use: test.act, with: { url: 'http://127.0.0.1:1/' } }";
  const std::string text =
      run("private, a", steps, "{ id: out, use: test.keep }", "", "tlp: red, title: T").text();
  for (const char* each : {"one did not ask about private: the indicator is private\n",
                           "one did not ask about a: its tlp is above green\n"}) {
    EXPECT_NE(text.find(each), std::string::npos) << text;
  }
}

TEST_F(Run, TheReportListsTwentyReasonsAndCountsTheOthers) {
  std::string words = "reject-0";
  for (int i = 1; i < 25; ++i) words += ", reject-" + std::to_string(i % 23);
  const RunReport report = run(words, kAct);
  ASSERT_EQ(report.failures.size(), 20u);
  EXPECT_EQ(report.failures[0].why, "as told by reject-0");
  EXPECT_EQ(report.failures[0].rows, 2u);
  EXPECT_EQ(report.failures_not_listed, 3u);
  EXPECT_NE(report.text().find("3 more failed for other reasons"), std::string::npos);
}

TEST_F(Run, WaitingForAnAllowanceIsNoAttempt) {
  run("wait", "{ id: act, use: test.act, on_error: { retry: { attempts: 2 } } }");
  EXPECT_EQ(rulemap::scripted::witness().tries["wait"], 6);
  EXPECT_EQ(written(), testing_rows{"T: wait"});
}

TEST_F(Run, ARejectFollowsThenAtOnce) {
  const RunReport report =
      run("reject", "{ id: act, use: test.act, on_error: { then: dead_letter } }",
          "{ id: out, use: test.keep }", "dead_letter: { use: test.keep }");
  EXPECT_EQ(rulemap::scripted::witness().tries["reject"], 1);
  EXPECT_EQ(report.dead_letter, 1u);
  EXPECT_EQ(ledger("SELECT state, detail FROM token"), testing_rows{"dead_letter|act: as told"});
  EXPECT_EQ(written().size(), 1u);  // in the dead letter file
  EXPECT_FALSE(report.failed);
}

TEST_F(Run, WhatNoFileKeepsIsSaid) {
  const std::string text =
      run("reject, a", "{ id: act, use: test.act, on_error: { then: dead_letter } }").text();
  EXPECT_NE(text.find("dead letter 1 record in no file: "), std::string::npos) << text;
}

TEST_F(Run, AnExceptionInAPluginCostsTheRowNotTheRun) {
  const RunReport report = run(
      "throw, a", "{ id: act, use: test.act, on_error: { retry: { attempts: 1 }, then: drop } }");
  EXPECT_FALSE(report.failed);
  EXPECT_EQ(written(), testing_rows{"T: a"});
  EXPECT_EQ(ledger("SELECT state, detail FROM token WHERE token=0"),
            testing_rows{"dropped|act failed: as told"});
}

TEST_F(Run, WhatAFailedTryEmittedIsNot) {
  const RunReport report = run("split-retry", kAct);
  EXPECT_EQ(sorted(written()), (testing_rows{"T: split-retry", "T: split-retry emitted"}));
  EXPECT_EQ(report.pending, 0u);
}

TEST_F(Run, ACallThatFailsIsRepeatedRowByRow) {
  // The merge lets all three go at once, so that they share a call.
  run("a, fail-call, b",
      "{ id: same, use: core.merge }, "
      "{ id: act, use: test.act, on_error: { retry: { attempts: 1 }, then: drop } }");
  EXPECT_EQ(sorted(written()), (testing_rows{"T: a", "T: b"}));
  EXPECT_EQ(rulemap::scripted::witness().tries["fail-call"], 2);
  EXPECT_EQ(ledger("SELECT original, state FROM token"),
            (testing_rows{"a|final", "fail-call|dropped", "b|final"}));
}

TEST_F(Run, ARefusedCredentialStopsTheRunAndKeepsTheRest) {
  const RunReport report = run("a, stop, b", kAct);
  EXPECT_TRUE(report.failed);
  EXPECT_EQ(report.error.message, "step `act` stopped the run: as told");
  EXPECT_EQ(ledger(kFirstTwo), (testing_rows{"a|final", "stop|pending"}));
  EXPECT_EQ(rulemap::scripted::witness().tries["b"], 0);
  EXPECT_EQ(ledger("SELECT state FROM run"), testing_rows{"failed"});
}

TEST_F(Run, AStopKeepsWhatIsPastIt) {
  const RunReport report = run("a, stop, b", std::string(kAct) + ", { id: same, use: core.merge }",
                               "{ id: out, use: test.keep, with: { at_close: true } }");
  EXPECT_EQ(report.error.message, "step `act` stopped the run: as told");
  EXPECT_EQ(written(), testing_rows{"T: a"});
  EXPECT_EQ(ledger(kFirstTwo), (testing_rows{"a|final", "stop|pending"}));
}

TEST_F(Run, AStepThatStoppedIsNotCalledAgain) {
  run("stop, x, b",
      "{ id: same, use: core.merge }, { id: act, use: test.act, when: ioc.value != 'x' }");
  EXPECT_EQ(rulemap::scripted::witness().tries["stop"], 1);
  EXPECT_EQ(rulemap::scripted::witness().tries["b"], 0);
  EXPECT_EQ(written(), testing_rows{"T: x not_asked"});
}

TEST_F(Run, ASinkThatStoppedLeavesTheOthersTheirRows) {
  run("a, sink-stops", kAct,
      "{ id: one, use: test.keep, with: { at_close: true } }, { id: two, use: test.keep }");
  EXPECT_EQ(written(), (testing_rows{"T: a", "T: a", "T: sink-stops"}));
  EXPECT_EQ(ledger("SELECT token, sink, state FROM outcome ORDER BY token, sink"),
            (testing_rows{"0|two|written", "1|two|written"}));
  EXPECT_EQ(ledger("SELECT state FROM token"), (testing_rows{"pending", "pending"}));
}

TEST_F(Run, AFailingSourceStopsTheRunWithItsPlace) {
  const RunReport report = run("a, fail", kAct);
  EXPECT_EQ(report.error.text(), "word 1: source `words`: as told");
}

TEST_F(Run, DuplicatesEndWithTheFirst) {
  const RunReport report = run("a, b, a, a", "{ id: unique, use: core.dedupe }",
                               "{ id: out, use: test.keep, with: { at_close: true } }");
  EXPECT_EQ(written(), (testing_rows{"T: a", "T: b"}));
  EXPECT_EQ(report.merged, 2u);
  EXPECT_EQ(report.pending, 0u);
  EXPECT_EQ(ledger("SELECT state FROM token"),
            (testing_rows{"final", "final", "merged", "merged"}));
  EXPECT_EQ(rulemap::scripted::witness().done.size(), 4u);
}

TEST_F(Run, RecordsThatAreOneThingAreJoined) {
  const RunReport report = run("same-a, b, same-b", "{ id: same, use: core.merge }");
  EXPECT_EQ(written(), (testing_rows{"T: same-a also same-b", "T: b"}));
  EXPECT_EQ(report.merged, 1u);
  EXPECT_EQ(ledger("SELECT token, state FROM outcome ORDER BY token"),
            (testing_rows{"0|written", "1|written", "2|written"}));
  EXPECT_EQ(report.sinks[0].written, 2u);
}

TEST_F(Run, ARouteTakesTheFirstBranchAndMeetsAgain) {
  run("a, b, c",
      "{ id: r, use: core.route, else: pass, branches: ["
      "  { id: as, when: ioc.value == 'a', steps: [ { id: s, use: core.set, with: { acted: emitted "
      "} } ] },"
      "  { id: none, when: ioc.value == 'a' or ioc.value == 'b', steps: [] } ] },"
      "{ id: gone, use: core.drop, when: ioc.value == 'c' }",
      "{ id: out, use: test.keep }");
  // Branches may overtake each other.
  EXPECT_EQ(sorted(written()), (testing_rows{"T: a emitted", "T: b"}));
}

TEST_F(Run, ARoutesElseMayDrop) {
  run("a, b",
      "{ id: r, use: core.route, else: drop, branches: ["
      "{ id: as, when: ioc.value == 'a', steps: [] } ] }");
  EXPECT_EQ(written(), testing_rows{"T: a"});
  EXPECT_EQ(ledger("SELECT state, detail FROM token WHERE token=1"),
            testing_rows{"dropped|no branch took it"});
}

// Somebody sets the computer's clock, again and again.
class JumpingClock final : public Clock {
 public:
  std::int64_t now_ms() const override {
    return 1'767'225'600'000 + (++looks_ % 2 ? 86'400'000 : -86'400'000);
  }
  std::int64_t steady_ms() const override { return steady_ms_; }
  void sleep_until(std::int64_t) override { steady_ms_ += 50; }

 private:
  mutable std::atomic<std::int64_t> looks_ = 0;
  std::atomic<std::int64_t> steady_ms_ = 0;
};

TEST_F(Run, AClockThatJumpsDelaysNothing) {
  JumpingClock jumping;
  other_clock_ = &jumping;
  const RunReport report = run("a, twice, wait, sink-retries", kAct);
  EXPECT_FALSE(report.failed) << report.text();
  EXPECT_EQ(sorted(written()), (testing_rows{"T: a", "T: sink-retries", "T: twice", "T: wait"}));
  EXPECT_LT(jumping.steady_ms(), 600'000);
}

TEST_F(Run, ASlowSinkHoldsTheSourceBack) {
  std::string words = "w0";
  for (int i = 1; i < 3000; ++i) words += ", w" + std::to_string(i);
  std::uint64_t most_on_their_way = 0;
  options_.progress = [&](const Progress& at) {
    most_on_their_way = std::max(most_on_their_way, at.seen - at.done);
  };
  const RunReport report = run(words, kAct, "{ id: out, use: test.keep, with: { slow: 1ms } }");
  EXPECT_EQ(report.sinks[0].written, 3000u);
  EXPECT_LE(report.steps[0].most_waiting, 256u);
  EXPECT_LE(report.sinks[0].most_waiting, 256u + 64u);
  EXPECT_GE(report.sinks[0].most_waiting, 64u);
  // Two queues, and a batch in each call.
  EXPECT_LE(most_on_their_way, 256u + 64u + 256u + 64u + 64u);
}

// A bare row is some hundred bytes in a chunk of 2 KiB.
TEST_F(Run, RowsThatWaitCountAsWhatTheyTakeUp) {
  std::string words = "w0";
  for (int i = 1; i < 1000; ++i) words += ", w" + std::to_string(i);
  const RunReport report = run(
      words, kAct, "{ id: out, use: test.keep, limits: { memory: 64KiB }, with: { slow: 1ms } }");
  EXPECT_EQ(report.sinks[0].written, 1000u);
  EXPECT_LE(report.sinks[0].most_waiting, 32u + 64u);
}

// More than the host hands over at once, and a part.
TEST_F(Run, EveryRowOfALargeCaseGetsItsReceiptWhenItCloses) {
  std::string values;
  for (int i = 0; i < 1'000; ++i) values += (i > 0 ? ", v" : "v") + std::to_string(i);
  const RunReport report =
      run(values, kAct, "{ id: out, use: test.keep, with: { at_close: true } }");
  EXPECT_EQ(report.sinks[0].written, 1'000U);
  EXPECT_EQ(report.sinks[0].dead_letter, 0U);
}

TEST_F(Run, EmittedRowsShareTheirInputsEnd) {
  const RunReport report = run("split", kAct);
  EXPECT_EQ(written(), (testing_rows{"T: split", "T: split emitted"}));
  EXPECT_EQ(report.accepted, 1u);
  EXPECT_EQ(report.pending, 0u);
}

TEST_F(Run, ASinkThatAsksForARetryGetsOne) {
  const RunReport report = run("sink-retries", kAct);
  EXPECT_EQ(rulemap::scripted::witness().tries["sink"], 3);
  EXPECT_EQ(report.sinks[0].written, 1u);
}

TEST_F(Run, ARowWithoutAReceiptIsNoSuccess) {
  const RunReport report = run("sink-silent", kAct);
  EXPECT_EQ(report.sinks[0].dead_letter, 1u);
  EXPECT_EQ(ledger("SELECT state, detail FROM outcome"),
            testing_rows{"dead_letter|the sink gave no receipt for it"});
}

// Its records are with the sink: no dead letter file could hold them.
TEST_F(Run, ACaseThatCannotCloseIsTriedAgainAndThenStaysPending) {
  rulemap::scripted::witness().fail_close = 2;
  const RunReport report = run("a", kAct, "{ id: out, use: test.keep, with: { at_close: true } }");
  EXPECT_EQ(report.sinks[0].written, 1u);
  rulemap::scripted::witness().fail_close = 9;
  const RunReport again = run("a", kAct, "{ id: out, use: test.keep, with: { at_close: true } }");
  EXPECT_TRUE(again.failed);
  EXPECT_EQ(again.pending, 1u) << again.text();
  EXPECT_NE(again.error.text().find("as told"), std::string::npos) << again.error.text();
  rulemap::scripted::witness().fail_close = 9;
  options_.fresh = true;
  const RunReport dropped = run(
      "a", kAct, "{ id: out, use: test.keep, with: { at_close: true }, on_error: { then: drop } }");
  EXPECT_FALSE(dropped.failed);
  EXPECT_EQ(dropped.sinks[0].refused, 1u) << dropped.text();
}

TEST_F(Run, OneCaseAFileOrByAnExpression) {
  run("a, b", kAct, "{ id: out, use: test.keep }", "", "by: ioc.value, tlp: green");
  EXPECT_EQ(written(), (testing_rows{"a: a", "b: b"}));
}

// The TLP gate: nothing of a case leaves unless its tlp allows it and it is not private.
struct Gate {
  const char* of;
  const char* word;
  const char* step;
  const char* lookup;
};
class TlpGate : public Run, public testing::WithParamInterface<Gate> {};

TEST_P(TlpGate, StandsBeforeTheFirstLiveRequest) {
  // Port 9 of the loopback answers nobody: what leaves fails, what is held back does not.
  const std::string step =
      "{ id: act, use: test.act, with: { url: 'http://127.0.0.1:9/' }, on_error: { then: skip }" +
      std::string(GetParam().step) + " }";
  run(GetParam().word, step, "{ id: out, use: test.keep }", "",
      std::string("title: T") + GetParam().of);
  ASSERT_EQ(written().size(), 1u);
  EXPECT_TRUE(
      written()[0].starts_with("T: " + std::string(GetParam().word) + " " + GetParam().lookup))
      << written()[0];
}

INSTANTIATE_TEST_SUITE_P(Run, TlpGate,
                         testing::Values(Gate{"", "a", "", "not_asked"},
                                         Gate{", tlp: green", "a", "", "failed"},
                                         Gate{", tlp: clear", "a", "", "failed"},
                                         Gate{", tlp: amber", "a", "", "not_asked"},
                                         Gate{", tlp: amber", "a", ", max_tlp: amber", "failed"},
                                         Gate{", tlp: red", "a", ", max_tlp: amber", "not_asked"},
                                         Gate{", tlp: green", "private", "", "not_asked"}));

// No step before it opens the gate: a pipeline file that says so holds nothing back less.
TEST_F(Run, StepsBeforeTheGateOnlyHoldBackMore) {
  const std::string ask =
      "{ id: act, use: test.act, with: { url: 'http://127.0.0.1:9/' }, on_error: { then: skip } }";
  const struct {
    const char *word, *field, *text, *tlp, *lookup;
  } rows[] = {{"private", "ioc.private", "false", "green", "not_asked"},
              {"a", "tlp", "clear", "red", "not_asked"},
              {"a", "ioc.value", "10.1.2.3", "green", "not_asked"},
              {"a", "tlp", "red", "green", "not_asked"},
              {"a", "tlp", "nonsense", "green", "not_asked"},
              {"a", "ioc.private", "true", "green", "not_asked"},
              {"a", "x.note", "y", "green", "failed"}};
  for (const auto& row : rows) {
    rulemap::scripted::witness() = {};
    options_.fresh = true;
    run(row.word,
        std::string("{ id: set, use: test.overwrite, with: { field: ") + row.field +
            ", text: " + row.text + " } }, " + ask,
        "{ id: out, use: test.keep }", "", std::string("title: T, tlp: ") + row.tlp);
    ASSERT_EQ(written().size(), 1u) << row.field;
    EXPECT_NE(written()[0].find(row.lookup), std::string::npos)
        << row.field << " " << row.text << ": " << written()[0];
  }
}

TEST_F(Run, ConstantsOfAListAreAddedToIt) {
  run("a, b",
      "{ id: first, use: core.set, with: { tags: apt, x.words: [one, two] } },"
      "{ id: more, use: core.set, with: { tags: [c2, apt], x.words: [two] } },"
      "{ id: gone, use: core.drop, when: not ('apt' in tags and 'c2' in tags and len(tags) == 2 "
      "and len(x.words) == 2) }");
  EXPECT_EQ(written(), (testing_rows{"T: a", "T: b"}));
}

// core.set holds back more as well; what would open the gate is refused by the check.
TEST_F(Run, ConstantsBeforeTheGateHoldBackMore) {
  for (const char* set : {"tlp: red", "ioc.private: true"}) {
    rulemap::scripted::witness() = {};
    options_.fresh = true;
    run("a", std::string("{ id: set, use: core.set, with: { ") + set + " } }, { id: act, use: " +
                 "test.act, with: { url: 'http://127.0.0.1:9/' }, on_error: { then: skip } }");
    EXPECT_EQ(written(), testing_rows{"T: a not_asked"}) << set;
  }
}

TEST_F(Run, AStateFolderBelongsToOneRunAtATime) {
  run("a", kAct);
  std::ofstream(folder_ / "state/version") << "2\n";
  const RunReport report = run("a", kAct);
  EXPECT_TRUE(report.failed);
  EXPECT_NE(report.error.message.find("version 2"), std::string::npos);
}

TEST_F(Run, ASecretNeverReachesALogOrAnError) {
  ::setenv("RULEMAP_TEST_SECRET", "canary-4711", 1);
  run("a",
      "{ id: act, use: test.act, with: { url: 'http://127.0.0.1:9/canary-4711' }, "
      "on_error: { then: skip } }",
      "{ id: out, use: test.keep }", "secrets: { s: { env: RULEMAP_TEST_SECRET } }");
  ASSERT_EQ(written().size(), 1u);
  EXPECT_NE(written()[0].find("a secret may not stand in a URL"), std::string::npos);
  for (const std::string& line : log_) EXPECT_EQ(line.find("canary"), std::string::npos) << line;
}

}  // namespace
}  // namespace rulemap::engine
