// Every part of ours says the same in another process as here; and what becomes of a child that
// misbehaves.
#include "both_ways.h"

namespace rulemap::isolate {
namespace {

const std::string kExamples = std::string(RULEMAP_SOURCE_DIR) + "/examples";
const char kSha256[] = "db0c2b027ace155f07748aa4ff85e5cdd4e623c88bf55f349f5dbf9de570ea17";

std::string library(const std::string& name) {
  return std::string(RULEMAP_PLUGIN_DIR) + "/" + name + ".so";
}
RoomSettings settings(const std::string& path) { return {RULEMAP_ROOM_PROGRAM, path}; }

// A scripted answer that uses numbers, texts and lists.
void script(testing::FakeWorld& world) {
  world.http().on("GET *").reply(200, R"({"data": {"id": ")" + std::string(kSha256) +
                                          R"(", "type": "file", "attributes": {"size": 12,
      "meaningful_name": "bücher.exe", "names": ["a", "b"], "last_analysis_stats":
      {"malicious": 3, "suspicious": 1, "harmless": 4, "undetected": 9}}}})");
}

void step_both_ways(const std::string& path, std::string_view id, const std::string& config,
                    const Rows& rows) {
  std::string said[2];
  std::vector<std::string> asked[2], log[2];
  for (const bool in_room : {false, true}) {
    testing::FakeWorld world;
    script(world);
    const auto& entry = plugin(path);
    Part<rulemap_step> part(testing::detail::find(entry.steps, entry.step_count, id),
                            settings(path), "step", in_room);
    said[in_room] = run(part, world, config, rows);
    asked[in_room] = world.http().asked();
    log[in_room] = world.log();
    EXPECT_EQ(part.room().calls() > 0, in_room);
  }
  EXPECT_EQ(said[0].substr(0, 4), "= 0 ") << said[0];
  EXPECT_EQ(said[1], said[0]);
  EXPECT_EQ(asked[1], asked[0]);
  EXPECT_EQ(log[1], log[0]);
}

std::string sink_both_ways(const std::string& path, std::string_view id, const std::string& file,
                           const Rows& rows) {
  const std::string config = R"({"path": ")" + file + "\"}";
  std::string said[2], written[2];
  for (const bool in_room : {false, true}) {
    std::filesystem::remove(file);
    testing::FakeWorld world;
    const auto& entry = plugin(path);
    Part<rulemap_sink> part(testing::detail::find(entry.sinks, entry.sink_count, id),
                            settings(path), "sink", in_room);
    said[in_room] = run(part, world, config, rows);
    written[in_room] = read_file(file);
    EXPECT_EQ(part.room().calls() > 0, in_room);
  }
  EXPECT_EQ(said[1], said[0]);
  EXPECT_EQ(written[1], written[0]);
  EXPECT_FALSE(written[0].empty());
  return written[0];
}

std::string indicator(const std::string& type, const std::string& value,
                      const std::string& more = "") {
  return R"({"ioc.type": ")" + type + R"(", "ioc.value": ")" + value +
         R"(", "case.id": "c", "tlp": "green")" + more + "}";
}
const std::string kSubject = R"(, "observables": [{"type": "file", "by": "vt", "subject": true,
  "key": ")" + std::string(kSha256) +
                             R"(", "attributes": [{"name": "sha256", "value": ")" + kSha256 +
                             R"("}, {"name": "score", "value": 0.1}]}])";

TEST(BothWays, CoreSteps) {
  const Rows rows{indicator("sha256", kSha256, kSubject), indicator("domain", "a.example"),
                  indicator("domain", "a.example"),
                  indicator("md5", "3ecd2f5bb5aeae5f9b5bf988fb1b42c4", kSubject)};
  const std::string core = RULEMAP_CORE_MODULE;
  step_both_ways(core, "core.set", R"({"a": 1, "b": 0.1, "c": true, "d": "ä"})", rows);
  step_both_ways(core, "core.set", R"({"tags": ["apt", "apt", "c2"], "x.words": ["a"]})", rows);
  step_both_ways(core, "core.dedupe", "{}", rows);
  step_both_ways(core, "core.drop", "{}", rows);
  step_both_ways(core, "core.merge", "{}", rows);
}

TEST(BothWays, VirusTotalReport) {
  step_both_ways(library("virustotal"), "virustotal.report", R"({"key": "canary"})",
                 {indicator("sha256", kSha256), indicator("cve", "CVE-2026-1")});
}

TEST(BothWays, SigmaMapAndAttackMap) {
  step_both_ways(
      library("sigma"), "sigma.map", R"({"rules": [")" + kExamples + R"(/rules"]})",
      {R"({"matches": [{"v": 1, "kind": "sigma", "said": "Suspicious Encoded PowerShell"},
                       {"v": 1, "kind": "sigma", "said": "No Such Rule"}]})"});
  step_both_ways(library("attack"), "attack.map", "{}",
                 {R"({"techniques": [{"v": 1, "id": "T1059.001"}, {"v": 1, "id": "t1086"}]})"});
}

TEST(BothWays, TableAsSinkAndThenAsSource) {
  const std::string file = ::testing::TempDir() + "isolate.jsonl";
  const std::string written = sink_both_ways(
      library("table"), "table.jsonl", file,
      {indicator("domain", "a.example", R"(, "x.big": 18446744073709551615, "x.small": 0.1)"),
       indicator("sha256", kSha256, kSubject)});
  std::ofstream(file, std::ios::app) << "no record\n";
  std::string said[2];
  for (const bool in_room : {false, true}) {
    testing::FakeWorld world;
    const auto& entry = plugin(library("table"));
    Part<rulemap_source> part(*entry.sources[0], settings(library("table")), "source", in_room);
    said[in_room] = run(part, world, R"({"path": ")" + file + "\"}");
    EXPECT_EQ(part.room().calls() > 0, in_room);
  }
  EXPECT_EQ(said[1], said[0]);
  EXPECT_NE(said[0].find("a.example"), std::string::npos);
  EXPECT_NE(said[0].find("no record"), std::string::npos);
}

TEST(BothWays, MispEvent) {
  const std::string event =
      sink_both_ways(library("misp"), "misp.event", ::testing::TempDir() + "isolate-event.json",
                     {indicator("sha256", kSha256, kSubject), indicator("domain", "a.example")});
  EXPECT_NE(event.find("a.example"), std::string::npos);
}

TEST(BothWays, CancelMetricsAndPool) {
  std::string said[2];
  std::map<std::string, std::int64_t> metrics[2];
  for (const bool in_room : {false, true}) {
    testing::FakeWorld world;
    Part<rulemap_step> part(*plugin(RULEMAP_SERVING).steps[0], settings(RULEMAP_SERVING), "step",
                            in_room);
    said[in_room] = run(part, world, "{}", {indicator("domain", "a.example")});
    world.cancel();
    said[in_room] += run(part, world, "{}", {indicator("domain", "bc.example")});
    metrics[in_room] = world.metrics();
  }
  EXPECT_EQ(said[1], said[0]);
  EXPECT_NE(said[1].find("far"), std::string::npos) << said[1];
  EXPECT_NE(said[1].find("asked for"), std::string::npos) << said[1];
  EXPECT_NE(said[1].find("4950"), std::string::npos) << said[1];
  EXPECT_EQ(metrics[1], metrics[0]);
  EXPECT_EQ(metrics[1], (std::map<std::string, std::int64_t>{
                            {"debt", -4}, {"length", 10}, {"rows", 2}, {"tens", 20}}));
}

class Misbehaving : public ::testing::Test {
 protected:
  std::string end_of(const std::string& what) {
    RoomSettings room = settings(RULEMAP_MISBEHAVING);
    room.deadline = std::chrono::milliseconds(300);
    Part<rulemap_step> part(*plugin(RULEMAP_MISBEHAVING).steps[0], room, "step", true);
    return run(part, world_, "{}", {indicator("domain", what)});
  }
  static std::string error(const std::string& why) {
    return "= 3 the process of step `test.misbehave` " + why;
  }
  testing::FakeWorld world_;
};

TEST_F(Misbehaving, ACrashIsAnErrorThatNamesTheStep) {
  EXPECT_EQ(end_of("crash").find(error("ended by signal 6")), 0u);
  EXPECT_EQ(end_of("leave").find(error("ended")), 0u);
}
TEST_F(Misbehaving, AHangEndsAtTheDeadline) {
  EXPECT_EQ(end_of("hang").find(error("did not answer within 300 ms")), 0u);
}
TEST_F(Misbehaving, NoiseIsNoMessage) {
  EXPECT_EQ(end_of("noise").find(error("sent what is no message")), 0u);
  EXPECT_EQ(end_of("unknown").find(error("sent what is no message")), 0u);
}
TEST_F(Misbehaving, NothingOfTheEnvironmentReachesTheChild) {
  ::setenv("VT_API_KEY", "canary-in-environment", 1);
  const std::string said = end_of("environment");
  ::unsetenv("VT_API_KEY");
  EXPECT_EQ(said.substr(0, 4), "= 0 ");
  EXPECT_NE(said.find(R"("seen.environment":"")"), std::string::npos) << said;
}

// Cut at every length, and with every byte of it changed: read without harm.
TEST(Wire, DamagedMessagesAreRefusedOrRead) {
  rapidjson::Document deep;
  deep.Parse(R"({"a": [1, -2, 0.5, true, null, "text", {"b": []}]})");
  Out out;
  out.word(Said::note).text(std::string_view("what")).json(deep);
  for (std::size_t size = 0; size < out.bytes().size(); ++size) {
    const std::string cut = out.bytes().substr(0, size);
    EXPECT_FALSE(Replay(cut).nothing());
    std::string changed = out.bytes();
    changed[size] = '\xff';
    In in(changed);
    Pool pool;
    std::deque<Json> kept;
    (void)in.number();
    (void)in.text();
    (void)in.value(pool, kept);
  }
}

}  // namespace
}  // namespace rulemap::isolate
