// Pushing cases to a simulated MISP server: what it costs, and that nothing comes twice, nothing
// that people did is undone. The server is simulated, from recordings of a real one.
#include <numeric>

#include "contract/push_testing.h"

namespace rulemap::contract {
namespace {

std::vector<int> numbers(int from, int count) {
  std::vector<int> out(static_cast<std::size_t>(count));
  std::iota(out.begin(), out.end(), from);
  return out;
}

// 100 files with 8 rules and 12 techniques each.
std::vector<std::string> hundred_files() {
  std::vector<std::string> out;
  for (int i = 0; i < 100; ++i) {
    out.push_back(file_record(i, numbers(i % 40, 8), numbers(i % 60, 12)));
  }
  return out;
}

TEST_F(PushTest, HundredFilesCostNineRequestsAndTheSecondRunTwo) {
  add_clusters(50, 80);
  const auto report = push(hundred_files());
  ASSERT_FALSE(report.failed) << report.text();
  EXPECT_EQ(report.sinks.at(0).written, 100u) << report.text();
  EXPECT_EQ(report.sinks.at(0).refused_values, 0u) << report.text();
  EXPECT_LE(misp_.requests().size(), 9u);
  std::size_t sent = 0;
  for (const auto& each : misp_.requests()) sent += each.body_bytes;
  EXPECT_LE(sent, 200'000u);
  const std::string before = misp_.snapshot(event());
  EXPECT_NE(before.find("sigma-rules=\"Rule 7\""), std::string::npos) << before.substr(0, 2000);

  misp_.forget_requests();
  misp_.advance(1000);
  const auto again = push(hundred_files());
  EXPECT_EQ(again.sinks.at(0).written, 100u) << again.text();
  EXPECT_EQ(misp_.requests().size(), 2u);
  EXPECT_EQ(misp_.snapshot(event()), before);
}

TEST_F(PushTest, OneIndicatorMoreChangesNothingElse) {
  add_clusters(10, 10);
  push({file_record(1, {1, 2}, {1})});
  const std::string event_uuid = event();
  const std::string before = misp_.snapshot(event_uuid);
  push({file_record(1, {1, 2}, {1}), file_record(2, {3}, {4})});
  const std::string after = misp_.snapshot(event_uuid);
  EXPECT_NE(after, before);
  std::size_t at = 0;
  std::istringstream lines(before);
  for (std::string line; std::getline(lines, line); ++at) {
    EXPECT_NE(after.find(line), std::string::npos) << line;
  }
  EXPECT_GT(at, 5u);
}

}  // namespace
}  // namespace rulemap::contract
