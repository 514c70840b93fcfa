#include "rulemap/ids/attack.h"

#include <gtest/gtest.h>

namespace rulemap::ids {
namespace {

TEST(Attack, KnowsTheFormOfEachId) {
  for (const char* id : {"T1055", "T1055.001", "T0000"}) EXPECT_TRUE(is_technique_id(id)) << id;
  for (const char* id : {"", "T", "t1055", "T105", "T10555", "T1055.", "T1055.01", "T1055.0001",
                         "T1055-001", "T1O55", "TA0001", " T1055", "T1055\n", "X1055.001"}) {
    EXPECT_FALSE(is_technique_id(id)) << id;
  }
  EXPECT_TRUE(is_tactic_id("TA0001"));
  EXPECT_FALSE(is_tactic_id("T0001"));
  EXPECT_TRUE(is_software_id("S0002"));
  EXPECT_FALSE(is_software_id("S00002"));
  EXPECT_TRUE(is_group_id("G0016"));
  EXPECT_FALSE(is_group_id("g0016"));
}

TEST(Attack, ParentOfASubTechnique) {
  EXPECT_EQ(parent_of("T1055.001"), "T1055");
  EXPECT_EQ(parent_of("T1055"), "T1055");
  EXPECT_EQ(parent_of("TA0001"), "TA0001");
  EXPECT_EQ(parent_of("else"), "else");
}

TEST(Attack, FindsIdsInTags) {
  EXPECT_EQ(technique_in_tag("attack.t1055.001"), "T1055.001");
  EXPECT_EQ(technique_in_tag("attack.T1055"), "T1055");
  EXPECT_EQ(technique_in_tag("ATTACK.t1055"), "T1055");
  EXPECT_EQ(tactic_in_tag("attack.ta0001"), "TA0001");
  EXPECT_EQ(software_in_tag("attack.s0002"), "S0002");
  EXPECT_EQ(group_in_tag("attack.g0016"), "G0016");
  for (const char* tag :
       {"", "attack", "attack.", "attack.execution", "attack.s0002", "t1055", "cve.2024-1234",
        "car.2013-05-004", "attack.t1055.001.002", "attack.t1055 ", "attacks.t1055"}) {
    EXPECT_FALSE(technique_in_tag(tag)) << tag;
  }
}

TEST(Attack, FindsTheTechniqueBehindANameWithHyphens) {
  EXPECT_EQ(technique_at_end("Exploit Public-Facing Application - T1190"), "T1190");
  EXPECT_EQ(technique_at_end("DLL Side-Loading - T1574.002"), "T1574.002");
  EXPECT_EQ(technique_at_end("A - B - T1055"), "T1055");
  for (const char* value : {"", "T1190", "Phishing -T1566", "Phishing - T1566 - Mobile", " - "}) {
    EXPECT_FALSE(technique_at_end(value)) << value;
  }
}

TEST(Attack, FindsIdsInTextForPeople) {
  FoundIds found;
  find_ids("T1055 - Process Injection, t1027,. T1003_001 attack.t1083; T1055 TA0011/S0640 G0016",
           found);
  find_ids("https://attack.mitre.org/techniques/T1053/005/", found);
  EXPECT_EQ(found.techniques,
            (std::vector<std::string>{"T1055", "T1027", "T1003.001", "T1083", "T1053.005"}));
  EXPECT_EQ(found.tactics, std::vector<std::string>{"TA0011"});
  EXPECT_EQ(found.software, std::vector<std::string>{"S0640"});
  EXPECT_EQ(found.groups, std::vector<std::string>{"G0016"});
}
TEST(Attack, PartsOfWordsAreNoIds) {
  FoundIds found;
  find_ids("T10555 xT1055 T1055a MT1055 T105 2T1055 TA00011 S00640 G00160 T885", found);
  find_ids("T1059.0010 ", found);  // the technique is one, what follows is no sub-technique
  EXPECT_EQ(found.techniques, std::vector<std::string>{"T1059"});
  EXPECT_TRUE(found.tactics.empty() && found.software.empty() && found.groups.empty());
}
TEST(Attack, FoundIdsAreBounded) {
  std::string many;
  for (int i = 1000; i < 2000; ++i) many += "T" + std::to_string(i) + " ";
  FoundIds found;
  find_ids(many, found);
  EXPECT_EQ(found.techniques.size(), kMostFoundIds);
}

}  // namespace
}  // namespace rulemap::ids
