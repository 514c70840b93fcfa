// Every recorded exchange of a real MISP, and what the client takes its answer for. A recording
// without a row fails; RULEMAP_UPDATE=1 writes the table anew, whose difference is to be read.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "contract/misp/recordings_testing.h"
#include "rulemap/testing/harness.h"
#include "server/answer.h"

namespace rulemap::misp {
namespace {

const std::string kTable = std::string(RULEMAP_CONTRACT_DIR) + "/misp_meanings.tsv";

struct Route {
  std::string_view method, begins;
  Asked asked;
};
// What the client asks, with the proof of success that it wants. Longer beginnings first.
constexpr Route kRoutes[] = {
    {"GET", "/users/view/me", {"Role"}},
    {"GET", "/servers/getVersion", {"version"}},
    {"POST", "/galaxy_clusters/index/", {"["}},
    {"GET", "/events/view/", {"Event"}},
    {"POST", "/events/add", {"Event", true}},
    {"POST", "/events/edit/", {"Event"}},
    {"POST", "/events/restSearch", {"response"}},
    {"POST", "/galaxies/attachMultipleClusters/", {"saved"}},
    {"POST", "/events/publish/", {"saved"}},
};

std::string text_of(const simulated::Json& json, const char* name) {
  const auto found = json.FindMember(name);
  return found != json.MemberEnd() && found->value.IsString() ? found->value.GetString() : "";
}

const Route* route_of(const simulated::Recorded& of) {
  const std::string method = text_of(of.request(), "method");
  const std::string path = text_of(of.request(), "path");
  for (const Route& each : kRoutes) {
    if (method == each.method && path.starts_with(each.begins)) return &each;
  }
  return nullptr;
}

// Large bodies are recorded to their beginning: the first name is what counts.
std::string beginning(const std::string& head) {
  const std::size_t first = head.find_first_not_of(" \r\n\t");
  if (first == std::string::npos || head[first] == '[') return head.empty() ? "" : "[]";
  const std::size_t from = head.find('"', first), to = head.find('"', from + 1);
  if (head[first] != '{' || to == std::string::npos) return head;
  return "{" + head.substr(from, to - from + 1) + ":{}}";
}

std::string body_of(const simulated::Recorded& of) {
  const auto found = of.response().FindMember("body");
  if (found == of.response().MemberEnd()) return beginning(text_of(of.response(), "body_raw_head"));
  return found->value.IsString() ? found->value.GetString() : host::to_text(found->value);
}

using Table = std::map<std::string, std::string>;

Table read_table() {
  Table out;
  std::ifstream file(kTable);
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (line.empty() || line[0] == '#' || tab == std::string::npos) continue;
    out[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return out;
}

void write_table(const Table& table) {
  std::ofstream file(kTable);
  file << "# recorded exchange, what the client takes the answer for; -: the client does not ask "
          "so\n";
  for (const auto& [name, meaning] : table) file << name << "\t" << meaning << "\n";
}

std::string meaning_of(const simulated::Recorded& of, testing::FakeWorld& world) {
  const Route* route = route_of(of);
  if (!route) return "-";
  host::Services services(world.lend());
  const Host host(services.abi());
  const int status = of.response()["status"].GetInt();
  const bool answered = status >= 200;  // the client of some gave up before
  const std::string body = body_of(of);
  const Response response{.outcome = answered ? RULEMAP_OK : RULEMAP_FAILED,
                          .status = status,
                          .body = body,
                          .problem = "cut off"};
  const auto parsed = host.parse(body);
  return std::string(name_of(judge(response, parsed.ok() ? *parsed : Doc(), route->asked).meaning));
}

TEST(MispMeanings, EveryRecordedAnswerIsTakenForWhatItIs) {
  const auto names = simulated::recorded_names();
  if (names.empty()) GTEST_SKIP() << "the recordings are not there";
  testing::FakeWorld world;
  Table now;
  for (const std::string& each : names) now[each] = meaning_of(simulated::recorded(each), world);
  if (std::getenv("RULEMAP_UPDATE")) write_table(now);
  const Table expected = read_table();
  EXPECT_EQ(expected.size(), now.size());
  for (const auto& [name, meaning] : now) {
    const auto row = expected.find(name);
    if (row == expected.end()) {
      ADD_FAILURE() << name << " has no row in misp_meanings.tsv; it would be: " << meaning;
      continue;
    }
    EXPECT_EQ(meaning, row->second) << name;
  }
}

}  // namespace
}  // namespace rulemap::misp
