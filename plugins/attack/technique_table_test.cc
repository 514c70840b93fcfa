#include "technique_table.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rulemap::attack_map {
namespace {

KnownTechnique technique(std::string id, std::string successor = "") {
  return {id, "Name of " + id, "Name of " + id + " - " + id, {}, std::move(successor)};
}

std::string current(const TechniqueTable& table, std::string_view id) {
  const KnownTechnique* found = table.current(id);
  return found ? found->id : "unknown";
}

TEST(TechniqueTable, FollowsRevocationsToTheirEnd) {
  const TechniqueTable table({technique("T0001", "T0002"), technique("T0002", "T0003"),
                              technique("T0003"), technique("T0004", "T9999"),
                              technique("T0005", "T0006"), technique("T0006", "T0005"),
                              technique("T0007", "T0007"), technique("T0008", "T0005")});
  const std::pair<const char*, const char*> rows[] = {
      {"T0001", "T0003"},   {"T0002", "T0003"},
      {"T0003", "T0003"},   {"T0004", "T0004"},  // the successor is not in the table
      {"T0005", "T0005"},   {"T0006", "T0006"},  // a circle
      {"T0007", "T0007"},   {"T0008", "T0008"},  // one that ends in itself, a way into a circle
      {"T9999", "unknown"}, {"", "unknown"},
  };
  for (const auto& [id, today] : rows) EXPECT_EQ(current(table, id), today) << id;
}

TEST(TechniqueTable, OfTwoWithOneIdTheFirstCounts) {
  const TechniqueTable table({technique("T0001", "T0002"), technique("T0001"), technique("T0002")});
  EXPECT_EQ(table.all().size(), 2u);
  EXPECT_EQ(current(table, "T0001"), "T0002");
}

TEST(TableFromTsv, ReadsALine) {
  const auto table = table_from_tsv(
      "# comment\r\n\nTA0001\tA tactic\t\t\t\t0\t\nT1055.001\tInjection - of a "
      "kind\tuuid\tstealth,execution\tT1055\t0\t\r\n");
  ASSERT_TRUE(table.ok()) << table.error().text();
  ASSERT_EQ(table->all().size(), 1u);
  EXPECT_EQ(table->all()[0], (KnownTechnique{"T1055.001",
                                             "Injection - of a kind",
                                             "Injection - of a kind - T1055.001",
                                             {"execution", "stealth"},
                                             ""}));
}

TEST(TableFromTsv, OnlyARevokedTechniqueHasASuccessor) {
  const auto table = table_from_tsv(
      "T0001\tA\t\t\t\t1\tT0002\n"
      "T0003\tB\t\t\t\t0\tT0002\n");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->find("T0001")->successor, "T0002");
  EXPECT_EQ(table->find("T0003")->successor, "");
}

TEST(TableFromTsv, ABadLineIsNamed) {
  const char* const lines[] = {"T0001\tA\t\t\t\t0",  "T0001\tA\t\t\t\t0\t\t", "X0001\tA\t\t\t\t0\t",
                               "T0001\t\t\t\t\t0\t", "\t\t\t\t\t\t",          "binary \x01\xff"};
  for (const std::string line : lines) {
    const auto table = table_from_tsv("T0002\tB\t\t\t\t0\t\n" + line);
    ASSERT_FALSE(table.ok()) << line;
    EXPECT_EQ(table.error().where, "line 2") << line;
  }
}

TEST(CompiledInTable, HasTheFiguresOfItsEdition) {
  const auto table = compiled_in_table();
  ASSERT_TRUE(table.ok()) << table.error().text();
  EXPECT_EQ(table->all().size(), 1222u);
  const auto replaced = [](const KnownTechnique& each) { return !each.successor.empty(); };
  const auto hyphen = [](const KnownTechnique& each) {
    return each.name.find('-') != std::string::npos;
  };
  EXPECT_EQ(std::count_if(table->all().begin(), table->all().end(), replaced), 201);
  EXPECT_EQ(std::count_if(table->all().begin(), table->all().end(), hyphen), 61);
}

TEST(CompiledInTable, KnowsWhatBecameOfRevokedTechniques) {
  const auto table = compiled_in_table();
  ASSERT_TRUE(table.ok());
  const std::pair<const char*, const char*> rows[] = {
      {"T1562.001", "T1685"}, {"T1574.002", "T1574.001"}, {"T1070.001", "T1685.005"},
      {"T1562.004", "T1686"}, {"T1562.002", "T1685.001"}, {"T1059.001", "T1059.001"},
      {"T1150", "T1647"},  // by way of T1547.011
      {"T1454", "T1454"},  // revoked, for nothing
  };
  for (const auto& [id, today] : rows) EXPECT_EQ(current(*table, id), today) << id;
}

TEST(Parent, IsWhatStandsBeforeTheDot) {
  EXPECT_EQ(parent(technique("T1055.001")), "T1055");
  EXPECT_EQ(parent(technique("T1055")), "");
}

}  // namespace
}  // namespace rulemap::attack_map
