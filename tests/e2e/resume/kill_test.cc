// kill -9 at any instant, run again: every input is in one final state for each sink, and the event
// and the table are those of a run that nobody disturbed.
#include <csignal>
#include <random>

#include "e2e/resume/broken_run.h"
#include "e2e/tls_server.h"

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

// What a killed run was told is in the cache: at most the requests under way are asked again.
TEST_F(Killed, ARunAtAProviderAsksAgainOnlyWhatWasUnderWay) {
  constexpr int kIndicators = 60;
  constexpr int kInFlight = 4;
  std::string lines;
  for (int i = 0; i < kIndicators; ++i) lines += "d" + std::to_string(i) + ".example\n";
  list(lines);
  TlsServer server([](const Request& request) {
    const std::string name = request.target.substr(request.target.rfind('/') + 1);
    return Reply{.body = report_body("domain", name, R"("categories": {"x": "y"})"),
                 .headers = "Content-Type: application/json\r\n",
                 .latency_ms = 5};
  });
  place_.write("ca.pem", server.certificate());
  Pipeline pipeline;
  pipeline.top = "secrets: { key: { env: RULEMAP_E2E_KEY } }\nhttp: { ca_file: ca.pem }";
  pipeline.vt = "key: \"${secrets.key}\", url: \"" + server.url() + "\"";
  pipeline.vt_more = "limits: { in_flight: " + std::to_string(kInFlight) + " }";
  place_.write("pipeline.yaml", pipeline.text());
  Started whole = started();
  whole.environment = {{"RULEMAP_E2E_KEY", "a-key-of-nobody"}, {"no_proxy", "localhost"}};
  const Ended undisturbed = place_.start(whole);
  ASSERT_EQ(undisturbed.exit_code, 0) << undisturbed.err;
  ASSERT_EQ(server.calls(), kIndicators);
  const std::string event = event_text();
  std::mt19937 random(4711);
  int repeated = 0;
  for (int i = 0; i < kKills; ++i) {
    std::filesystem::remove_all(place_.path("state"));
    std::filesystem::remove(place_.path("event.json"));
    const int before = server.calls();
    Started killed = whole;
    killed.signal_after_us = std::uniform_int_distribution<std::int64_t>(
        1, static_cast<std::int64_t>(undisturbed.seconds * 1e6))(random);
    place_.start(killed);
    const Ended again = place_.start(whole);
    ASSERT_EQ(again.exit_code, 0) << again.err << again.out;
    const int more = server.calls() - before - kIndicators;
    EXPECT_GE(more, 0);
    EXPECT_LE(more, kInFlight) << "after a kill at " << killed.signal_after_us << " us";
    repeated += more;
    EXPECT_EQ(place_.rows().size(), static_cast<std::size_t>(kIndicators));
    EXPECT_EQ(place_.ledger("SELECT count(*) FROM outcome WHERE state = 'written' AND run = "
                            "(SELECT max(id) FROM run)"),
              std::vector<std::string>{std::to_string(2 * kIndicators)});
  }
  std::printf("%d calls were repeated over %d kills\n", repeated, kKills);
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
