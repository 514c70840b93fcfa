// kill -9 at any instant, run again: every input is in one final state for each sink, and the event
// and the table are those of a run that nobody disturbed.
#include <algorithm>
#include <fstream>
#include <random>
#include <regex>
#include <sstream>

#include "e2e/whole_run.h"

namespace rulemap::e2e {
namespace {

constexpr int kKills = 20;

std::string text_of_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out.push_back(line);
  std::sort(out.begin(), out.end());
  return out;
}

class Killed : public WholeRun {
 protected:
  void write_list() {
    std::string lines;
    for (int i = 0; i < 150; ++i) {
      const std::string number = std::to_string(i);
      know_domain("d" + number + ".example", R"("categories": {"x": "y"})");
      lines += "d" + number + ".example\n";
      lines += "reader" + number + "@mail.example d" + std::to_string(i / 2) + ".example\n";
      lines += "CVE-2024-" + std::to_string(10'000 + i) + "\n";
    }
    list(lines);
  }
  // Without what says when it was written.
  std::string event_text() const {
    static const std::regex timestamps(R"re("timestamp":\s*"[0-9]+")re");
    return std::regex_replace(text_of_file(place_.path("event.json")), timestamps, "");
  }
  std::vector<std::string> table_lines() const {
    return sorted_lines(text_of_file(place_.path("rows.jsonl")));
  }
  Started started() const {
    return {.arguments = {"run", "pipeline.yaml", "--json", "--state", "state"},
            .folder = "",
            .environment = {}};
  }
  void expect_whole_ledger() const {
    const std::string last = "run = (SELECT max(id) FROM run)";
    EXPECT_EQ(place_.ledger("SELECT original FROM token WHERE state='pending' AND " + last),
              std::vector<std::string>{});
    EXPECT_EQ(place_.ledger("SELECT count(*), count(DISTINCT record_id) FROM token WHERE " + last),
              std::vector<std::string>{"600|600"});
    EXPECT_EQ(place_.ledger("SELECT original FROM token t WHERE " + last +
                            " AND state='final' AND (SELECT count(*) FROM outcome o WHERE"
                            " o.run=t.run AND o.token=t.token AND o.state='written') != 2"),
              std::vector<std::string>{});
  }
};

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
