#include <gtest/gtest.h>

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {
namespace {

using Names = std::vector<std::string>;

Rule with(const std::string& options) {
  auto rule = parse_rule("alert tcp any any -> any any (" + options + " sid:1;)");
  EXPECT_TRUE(rule.ok()) << (rule.ok() ? "" : rule.error().text());
  return rule.ok() ? *std::move(rule) : Rule{};
}

TEST(Meaning, EmergingThreatsNamesTechniquesTacticsAndMore) {
  const Rule rule = with(
      "reference:cve,2021-46422; metadata:attack_target Networking_Equipment, cve CVE_2021_46422, "
      "malware_family BPFDoor, signature_severity Major, mitre_tactic_id TA0008, mitre_tactic_name "
      "Lateral_Movement, mitre_technique_id T1210, mitre_technique_name "
      "Exploitation_Of_Remote_Services;");
  EXPECT_EQ(rule.techniques, Names{"T1210"});
  EXPECT_EQ(rule.tactics, Names{"TA0008"});
  EXPECT_EQ(rule.families, Names{"BPFDoor"});
  EXPECT_EQ(rule.cves, Names{"CVE-2021-46422"});
  EXPECT_EQ(rule.severity, "Major");
}
TEST(Meaning, OtherSpellingsOfTheKeysAreRead) {
  for (const char* key : {"mitre_technique", "MITRE_Technique_ID", "mitre_attack", "mitre",
                          "mitre_attack_technique", "attack_technique", "mitre_subtechnique_id"}) {
    EXPECT_EQ(with(std::string("metadata:") + key + " T1071.001;").techniques, Names{"T1071.001"})
        << key;
  }
  EXPECT_EQ(with("metadata:mitre_attack T1071, mitre_attack T1071.004;").techniques,
            (Names{"T1071", "T1071.004"}));
}
TEST(Meaning, PagesOfAttackAreReadAsIds) {
  const Rule rule = with(
      "reference:url,attack.mitre.org/techniques/T1053/005/; "
      "reference:url,attack.mitre.org/software/S0250; reference:url,a.example/T1059;");
  EXPECT_EQ(rule.techniques, Names{"T1053.005"});
  EXPECT_EQ(rule.software, Names{"S0250"});
}
TEST(Meaning, WhatNamesNothingIsNothing) {
  const Rule rule = with(
      "msg:\"T1059 in a message\"; metadata:mitre_technique_id NONE, malware_family unknown, cve "
      "none, tag T1055;");
  EXPECT_TRUE(rule.techniques.empty() && rule.families.empty() && rule.cves.empty());
}

}  // namespace
}  // namespace rulemap::suricata
