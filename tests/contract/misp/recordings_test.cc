// Every recorded exchange has a row that says whether it is simulated; those that are, are asked
// again and compared: status and names of members, not texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "contract/misp/replay_testing.h"

namespace rulemap::simulated {
namespace {

struct Row {
  std::string how;     // "shape", "status" (the recorded answer is cut), "left out"
  std::string reason;  // why it is left out
};

std::map<std::string, Row> read_rows() {
  std::ifstream in(RULEMAP_SOURCE_DIR "/tests/contract/misp/exchanges.tsv");
  std::map<std::string, Row> out;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const std::size_t first = line.find('\t'), second = line.find('\t', first + 1);
    out[line.substr(0, first)] = {
        line.substr(first + 1, second - first - 1),
        second == std::string::npos ? std::string() : line.substr(second + 1)};
  }
  return out;
}

bool is_failure(const Reply& reply) {
  return reply.status >= 400 || (reply.json->IsObject() && reply.json->HasMember("saved"));
}

// What of the names differs, in words.
std::string difference(const Reply& reply, const Json& body) {
  const int whole = is_failure(reply) ? 9 : 1;
  std::string out;
  for (const std::string& each : names_in(body, whole))
    if (!names_in(*reply.json, whole).contains(each)) out += " lacks " + each;
  for (const std::string& each : names_in(*reply.json, std::max(whole, 2)))
    if (!names_in(body, std::max(whole, 2)).contains(each)) out += " has its own " + each;
  return out;
}

class SimulatedMispRecordings : public ::testing::Test {
 protected:
  void SetUp() override {
    if (names.empty()) GTEST_SKIP() << "no recordings beside the tree";
  }
  const std::vector<std::string> names = recorded_names();
  const std::map<std::string, Row> rows = read_rows();
};

TEST_F(SimulatedMispRecordings, EachHasARow) {
  for (const std::string& name : names) EXPECT_TRUE(rows.contains(name)) << name << " has no row";
  for (const auto& [name, row] : rows) {
    EXPECT_TRUE(std::find(names.begin(), names.end(), name) != names.end())
        << name << " is no recording";
    EXPECT_EQ(row.how == "left out", !row.reason.empty()) << name;
    EXPECT_TRUE(row.how == "left out" || row.how == "shape" || row.how == "status") << name;
  }
}

TEST_F(SimulatedMispRecordings, AreAnsweredAlike) {
  Replay replay;
  int asked = 0;
  for (const std::string& name : names) {
    const auto row = rows.find(name);
    if (row == rows.end() || row->second.how == "left out") continue;
    const Recorded exchange = recorded(name);
    ASSERT_TRUE(Replay::is_whole(exchange)) << name;
    const Reply reply = replay.send(exchange);
    EXPECT_EQ(reply.status, exchange.response()["status"].GetInt()) << name << reply.body;
    const Json* body = member(exchange.response(), "body");
    EXPECT_EQ(row->second.how == "shape", body != nullptr) << name;
    EXPECT_EQ(body ? difference(reply, *body) : "", "") << name;
    ++asked;
  }
  RecordProperty("asked", asked);
  EXPECT_GT(asked, 300);
}

}  // namespace
}  // namespace rulemap::simulated
