// kill -9 at any instant, run again: every input is in one final state for each sink, and the event
// and the table are those of a run that nobody disturbed.
#include <csignal>
#include <random>

#include "e2e/resume/broken_run.h"

namespace rulemap::e2e {
namespace {

constexpr int kKills = 20;

using Killed = BrokenRun;

TEST_F(Killed, AtAnyInstantARunGoesOnToTheSameEnd) {
  write_list();
  run_well();
  const std::string event = event_text();
  const std::vector<std::string> table = table_lines();
  ASSERT_FALSE(event.empty());
  expect_whole_ledger();
  std::mt19937 random(20'261'124);
  int went_on = 0;
  for (int i = 0; i < kKills; ++i) {
    std::filesystem::remove(place_.path("event.json"));
    Started killed = started();
    killed.signal_after_us = std::uniform_int_distribution<std::int64_t>(
        1, static_cast<std::int64_t>(ended_.seconds * 1e6))(random);
    place_.start(killed);
    const Ended again = place_.start(started());
    ASSERT_EQ(again.exit_code, 0) << again.err << again.out;
    went_on += again.out.find("\"went_on\":true") != std::string::npos;
    EXPECT_EQ(event_text() == event, true) << "after a kill at " << killed.signal_after_us << " us";
    EXPECT_EQ(table_lines() == table, true)
        << "after a kill at " << killed.signal_after_us << " us";
    expect_whole_ledger();
  }
  std::printf("%d of %d killed runs had begun and went on\n", went_on, kKills);
  EXPECT_GT(went_on, 0);
}

TEST_F(Killed, AnInterruptedRunSaysSoAndGoesOn) {
  write_list();
  Started interrupted = started();
  interrupted.signal = SIGINT;
  run_well();
  interrupted.signal_after_us = static_cast<std::int64_t>(ended_.seconds * 5e5);
  const Ended first = place_.start(interrupted);
  if (first.exit_code == 0) GTEST_SKIP() << "it had ended before the signal came";
  EXPECT_TRUE(first.exit_code == 3 || first.exit_code == 130) << first.exit_code;
  const Ended again = place_.start(started());
  EXPECT_EQ(again.exit_code, 0) << again.err << again.out;
  expect_whole_ledger();
}

}  // namespace
}  // namespace rulemap::e2e
