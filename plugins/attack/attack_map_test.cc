#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "rulemap/sdk/model.h"
#include "rulemap/testing/harness.h"
#include "technique_table.h"

extern "C" const rulemap_entry rulemap_entry_attack;

namespace rulemap::attack_map {
namespace {

using testing::StepHarness;

class AttackMapTest : public ::testing::Test {
 protected:
  // The techniques of a row with this list, after the step.
  std::vector<Technique> map(const std::string& list) {
    out_ = step_.push(R"({"techniques": )" + list + "}");
    EXPECT_TRUE(step_.last_call().ok()) << step_.last_call().error.text();
    EXPECT_EQ(step_.last_call().fault, "");
    return out_.has("techniques") ? read(out_["techniques"]) : std::vector<Technique>{};
  }
  Technique map_one(const std::string& entry) { return map("[" + entry + "]").at(0); }
  std::vector<Technique> read(const host::Json& list) {
    return entries<Technique>(Doc(documents_.abi(), host::node_of(list)));
  }

  StepHarness step_{rulemap_entry_attack, "attack.map"};
  host::Documents documents_;
  testing::Outgoing out_;
};

TEST_F(AttackMapTest, AddsTheTechniqueAsItIsToday) {
  const Technique found =
      map_one(R"({"id": "T1059.001", "name": "as said", "by": "virustotal", "tactics": ["x"]})");
  EXPECT_EQ(found.id, "T1059.001");
  EXPECT_EQ(found.name, "as said");
  EXPECT_EQ(found.by, "virustotal");
  EXPECT_EQ(found.current_id, "T1059.001");
  EXPECT_EQ(found.current_name, "PowerShell");
  EXPECT_EQ(found.parent, "T1059");
  EXPECT_EQ(found.tag, "PowerShell - T1059.001");
  EXPECT_EQ(found.tactics, std::vector<std::string>{"execution"});
  EXPECT_TRUE(step_.world().log().empty());
}

TEST_F(AttackMapTest, FindsTheIdHoweverItIsWritten) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"id": "T1055"})", "T1055"},
      {R"({"id": "t1055.001"})", "T1055.001"},
      {R"({"id": " T1055 \n"})", "T1055"},
      {R"({"id": "T1562.001"})", "T1685"},
      {R"({"id": "T1574.002"})", "T1574.001"},
      {R"({"id": "T1454"})", "T1454"},
      {R"({"name": "Exploit Public-Facing Application - T1190"})", "T1190"},
      {R"({"id": "", "name": "Drive-by Compromise - t1189 "})", "T1189"},
      {R"({"id": null, "name": "DLL Side-Loading - T1574.002"})", "T1574.001"},
      {R"({"id": "T1055", "name": "Drive-by Compromise - T1189"})", "T1055"},
      {R"({"name": "Drive-by Compromise"})", ""},
      {R"({"name": "Drive-by Compromise - G0001"})", ""},
      {R"({"id": "T9999"})", ""},
      {R"({"id": "T10555"})", ""},
      {R"({})", ""},
  };
  for (const auto& [entry, id] : rows) EXPECT_EQ(map_one(entry).current_id, id) << entry;
}

TEST_F(AttackMapTest, FindsEveryNameWithAHyphen) {
  const auto table = compiled_in_table();
  ASSERT_TRUE(table.ok());
  int seen = 0;
  for (const KnownTechnique& each : table->all()) {
    if (each.name.find('-') == std::string::npos) continue;
    const Technique found = map_one(R"({"name": ")" + each.cluster + R"("})");
    EXPECT_EQ(found.current_id, table->current(each.id)->id) << each.cluster;
    ++seen;
  }
  EXPECT_EQ(seen, 61);
}

TEST_F(AttackMapTest, LeavesAnEntryThatIsMappedAlready) {
  const Technique found = map_one(R"({"id": "T1055", "attack": {"id": "T0000", "tag": "own"}})");
  EXPECT_EQ(found.current_id, "T0000");
  EXPECT_EQ(found.tag, "own");
}

TEST_F(AttackMapTest, NamesAnUnknownIdOnceAndLeavesItsEntries) {
  for (int i = 0; i < 3; ++i) {
    const auto found = map(R"([{"id": "T9999"}, {"id": "T1055"}, {"id": "t9999"}])");
    EXPECT_EQ(found[0].current_id, "");
    EXPECT_EQ(found[1].current_id, "T1055");
    EXPECT_FALSE(out_["techniques"][0].HasMember("attack"));
  }
  ASSERT_EQ(step_.world().log().size(), 1u);
  EXPECT_EQ(step_.world().log()[0],
            "ATT&CK has no technique `T9999`: the entry stays as it was said");
}

TEST_F(AttackMapTest, AnIdCannotWriteIntoTheLogAsItLikes) {
  map_one(R"({"id": "x\u001b[2J\u0000`)" + std::string(100'000, 'y') + R"("})");
  ASSERT_EQ(step_.world().log().size(), 1u);
  const std::string& line = step_.world().log()[0];
  EXPECT_LT(line.size(), 120u);
  EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
}

TEST_F(AttackMapTest, StopsNamingUnknownIdsAtSomePoint) {
  for (int i = 0; i < 3000; ++i) map_one(R"({"id": "X)" + std::to_string(i) + R"("})");
  EXPECT_EQ(step_.world().log().size(), 1001u);
  EXPECT_EQ(step_.world().log().back(), "further unknown techniques are not named");
}

TEST_F(AttackMapTest, SurvivesWrongTypes) {
  for (const char* list : {"7", "null", "{}", "\"T1055\"", "[]", "[7, null, [], \"T1055\", true]",
                           R"([{"id": 1055}, {"id": ["T1055"]}, {"id": {}, "name": 3}])"}) {
    map(list);
  }
  const auto found = map(R"([7, {"id": "T1055", "tactics": 3, "evidence": {}}])");
  EXPECT_EQ(found.at(1).current_id, "T1055");
}

TEST(AttackMapData, AFileReplacesTheTable) {
  testing::FakeWorld world;
  const std::string path = world.folder() + "/own.json";
  std::ofstream(path) << R"({"values": [
    {"uuid": "u", "value": "Own - T0001", "meta": {"external_id": "T0001"}}]})";
  StepHarness step(rulemap_entry_attack, "attack.map", R"({"data": ")" + path + R"("})");
  const auto out = step.push(R"({"techniques": [{"id": "T0001"}, {"id": "T1055"}]})");
  EXPECT_STREQ(out["techniques"][0]["attack"]["tag"].GetString(), "Own - T0001");
  EXPECT_FALSE(out["techniques"][1].HasMember("attack"));
}

TEST(AttackMapData, ABadFileStopsTheStart) {
  try {
    StepHarness step(rulemap_entry_attack, "attack.map", R"({"data": "/none/such.json"})");
    FAIL() << "it started";
  } catch (const std::runtime_error& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("/none/such.json: ")) << error.what();
  }
}

}  // namespace
}  // namespace rulemap::attack_map
