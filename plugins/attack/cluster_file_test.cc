#include "cluster_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "rulemap/testing/harness.h"

namespace rulemap::attack_map {
namespace {

namespace fs = std::filesystem;

const std::string kEdition = RULEMAP_SHARED_DATA "/misp-galaxy/clusters/mitre-attack-pattern.json";

class ClusterFile : public ::testing::Test {
 protected:
  Result<TechniqueTable> read_text(std::string_view json) {
    const std::string path = world_.folder() + "/clusters.json";
    std::ofstream(path, std::ios::binary) << json;
    return read_cluster_file(host_, path);
  }
  Error refusal(std::string_view json) {
    const auto table = read_text(json);
    return table.ok() ? Error{"nothing was refused", ""} : table.error();
  }
  std::string path() const { return world_.folder() + "/clusters.json"; }

  testing::FakeWorld world_;
  host::Services services_{world_.lend()};
  Host host_{services_.abi()};
};

TEST_F(ClusterFile, ReadsWhatAnEntryNeeds) {
  const auto table = read_text(R"({"values": [
    {"uuid": "u1", "value": "Drive-by - T0001", "revoked": true,
     "meta": {"external_id": "T0001"},
     "related": [{"type": "related-to", "dest-uuid": "u3"},
                 {"type": "revoked-by", "dest-uuid": "u2"}]},
    {"uuid": "u2", "value": "Own name", "meta": {"external_id": "T0002.001",
     "kill_chain": ["attack-Windows:stealth", "attack-Linux:stealth", "attack-Linux:execution"]}},
    {"uuid": "u3", "value": "A group - G0001", "meta": {"external_id": "G0001"}}]})");
  ASSERT_TRUE(table.ok()) << table.error().text();
  const std::vector<KnownTechnique> expected = {
      {"T0001", "Drive-by", "Drive-by - T0001", {}, "T0002.001"},
      {"T0002.001", "Own name", "Own name", {"execution", "stealth"}, ""}};
  EXPECT_EQ(table->all(), expected);
}

TEST_F(ClusterFile, SurvivesWrongTypes) {
  const auto table = read_text(R"({"values": [7, null, [], {}, {"meta": 1}, {"value": {}},
    {"uuid": [], "value": "A - T0001", "revoked": "yes", "related": 3,
     "meta": {"external_id": "T0001", "kill_chain": [1, null, "stealth"]}},
    {"value": "B - T0002", "revoked": true, "related": [1, {"type": "revoked-by"}],
     "meta": {"external_id": "T0002", "kill_chain": "stealth"}}]})");
  ASSERT_TRUE(table.ok()) << table.error().text();
  EXPECT_EQ(table->all().size(), 2u);
  EXPECT_EQ(table->find("T0002")->successor, "");
}

TEST_F(ClusterFile, ABadFileIsRefusedWithItsPlace) {
  struct Row {
    std::string json, where, says;
  };
  const Row rows[] = {
      {"{\"values\":\n  oops}", path() + ":2:3", "this is no JSON"},
      {"", path() + ":1:1", "this is no JSON"},
      {"{\"values\": \"\xff\"}", path(), "UTF-8"},
      {std::string(100, '['), path() + ":1:", "nested deeper than 16 levels"},
      {"[]", path(), "the list `values` is missing"},
      {R"({"values": {}})", path(), "the list `values` is missing"},
      {R"({"values": []})", path(), "no value has a technique's id"},
      {R"({"values": [{"value": "X", "meta": {"external_id": "S0001"}}]})", path(),
       "no value has a technique's id"},
  };
  for (const Row& row : rows) {
    const Error error = refusal(row.json);
    EXPECT_TRUE(error.where.starts_with(row.where)) << error.text();
    EXPECT_NE(error.message.find(row.says), std::string::npos) << error.text();
    EXPECT_NE(error.message.find("mitre-attack-pattern.json"), std::string::npos) << error.text();
  }
}

TEST_F(ClusterFile, AMissingFileAndAFolderAreRefused) {
  for (const std::string& bad : {world_.folder() + "/none.json", world_.folder()}) {
    const auto table = read_cluster_file(host_, bad);
    ASSERT_FALSE(table.ok());
    EXPECT_EQ(table.error().where, bad);
    EXPECT_NE(table.error().message.find("no such file"), std::string::npos);
  }
}

TEST_F(ClusterFile, TheSizeThatIsReadHasACap) {
  std::ofstream(path(), std::ios::binary) << "{}";
  fs::resize_file(path(), (std::uintmax_t{64} << 20) + 1);
  const auto table = read_cluster_file(host_, path());
  ASSERT_FALSE(table.ok());
  EXPECT_NE(table.error().message.find("at most 67108864 are read"), std::string::npos);
}

TEST_F(ClusterFile, GivesTheCompiledInTable) {
  if (!fs::exists(kEdition)) GTEST_SKIP() << "skipped: ../shared not there";
  const auto from_file = read_cluster_file(host_, kEdition);
  const auto compiled = compiled_in_table();
  ASSERT_TRUE(from_file.ok()) << from_file.error().text();
  ASSERT_TRUE(compiled.ok());
  ASSERT_EQ(from_file->all().size(), compiled->all().size());
  for (std::size_t i = 0; i < compiled->all().size(); ++i) {
    EXPECT_EQ(from_file->all()[i], compiled->all()[i]) << compiled->all()[i].id;
  }
}

}  // namespace
}  // namespace rulemap::attack_map
