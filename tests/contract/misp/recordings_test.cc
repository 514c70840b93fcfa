// Every recorded exchange has a row that says whether it is simulated; those that are, are asked
// again and compared: status, names of members and what is stored, not texts.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "contract/misp/replay_testing.h"

namespace rulemap::simulated {
namespace {

struct Row {
  std::string how;     // "content", "shape", "status" (the recorded answer is cut), "left out"
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

// Clusters that were attached by their numbers have names of the simulated server's own.
bool has_own_clusters(const std::string& name) { return name.size() > 3 && std::isdigit(name[2]); }

// The first line of the event that one has and the other has not.
std::string first_difference(const std::string& name, const Json& recorded, const Json& simulated) {
  const auto theirs = content_of(recorded, !has_own_clusters(name));
  const auto ours = content_of(simulated, !has_own_clusters(name));
  const auto [their, our] = std::mismatch(theirs.begin(), theirs.end(), ours.begin(), ours.end());
  if (their == theirs.end() && our == ours.end()) return {};
  return "recorded: " + (their == theirs.end() ? "nothing" : *their) +
         "\nsimulated: " + (our == ours.end() ? "nothing" : *our);
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
    const bool known =
        row.how == "left out" || row.how == "content" || row.how == "shape" || row.how == "status";
    EXPECT_TRUE(known) << name << " is held by " << row.how;
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
    EXPECT_EQ(row->second.how == "status", body == nullptr) << name;
    if (row->second.how == "content") {
      const Json &theirs = (*body)["Event"], &ours = reply.event();
      EXPECT_EQ(first_difference(name, theirs, ours), "") << name;
    }
    EXPECT_EQ(body ? difference(reply, *body) : "", "") << name;
    ++asked;
  }
  RecordProperty("asked", asked);
  EXPECT_GT(asked, 300);
}

}  // namespace
}  // namespace rulemap::simulated
