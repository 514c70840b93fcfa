#include <gtest/gtest.h>

#include "rulemap/yara/rule_text.h"

namespace rulemap::yara {
namespace {

using Names = std::vector<std::string>;

Rule with(const std::string& meta) {
  RuleFile file = read_rules("rule a { meta: " + meta + "\ncondition: true }");
  EXPECT_EQ(file.rules.size(), 1u) << meta;
  return file.rules.empty() ? Rule{} : std::move(file.rules[0]);
}

TEST(Meaning, ReadsWhoWroteTheRuleAndWhatItIsAbout) {
  const Rule rule = with(
      R"(author = "A" author = "B" description = "d" license = "MIT" date = "2024-01-02"
         reference = "https://a.example" reference = "Internal Research" ref = "https://a.example")");
  EXPECT_EQ(rule.author, "A, B");
  EXPECT_EQ(rule.description, "d");
  EXPECT_EQ(rule.licence, "MIT");
  EXPECT_EQ(rule.date, "2024-01-02");
  EXPECT_EQ(rule.references, (Names{"https://a.example", "Internal Research"}));
}
TEST(Meaning, FindsIdsOfAttackUnderTheKeysOfManyRuleSets) {
  for (const char* key : {"mitre_att", "mitre_attack", "MITRE", "mitre_technique", "attack",
                          "attack_technique", "technique", "ttp", "mitre_attack_id"}) {
    EXPECT_EQ(with(std::string(key) + " = \"T1027, T1543.003 - Windows Service\"").techniques,
              (Names{"T1027", "T1543.003"}))
        << key;
  }
  const Rule rule = with(R"(mitre_att = "S0640" mitre_att = "TA0005" mitre_att = "N/A")");
  EXPECT_EQ(rule.software, Names{"S0640"});
  EXPECT_EQ(rule.tactics, Names{"TA0005"});
}
TEST(Meaning, AWordThatIsNoIdIsNoTechnique) {
  const Rule rule = with(R"(technique = "LOADER:MEMORYMODULE" description = "see T1055")");
  EXPECT_TRUE(rule.techniques.empty());
}
TEST(Meaning, FindsFamilies) {
  EXPECT_EQ(with(R"(malware_family = "Ransom:W32/Amba" malware = "N/A")").families, Names{"Amba"});
  EXPECT_EQ(with(R"(malpedia_family = "win.azorult" family = "AZORult")").families,
            (Names{"win.azorult", "AZORult"}));
  EXPECT_EQ(with(R"(threat_name = "Windows.Trojan.PoshC2")").families, Names{"PoshC2"});
  EXPECT_TRUE(with(R"(threat_name = "Windows.VulnDriver.Atools2")").families.empty());
}
TEST(Meaning, FindsVulnerabilities) {
  EXPECT_EQ(with(R"(cve = "CVE-2021-44228, 2017-0144; none")").cves,
            (Names{"CVE-2021-44228", "CVE-2017-0144"}));
}

}  // namespace
}  // namespace rulemap::yara
