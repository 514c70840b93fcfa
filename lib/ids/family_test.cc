#include "rulemap/ids/family.h"

#include <gtest/gtest.h>

#include "rulemap/ids/cve.h"

namespace rulemap::ids {
namespace {

using Names = std::vector<std::string>;

Names families_in(std::string_view text) {
  Names out;
  add_families(text, out);
  return out;
}

TEST(Families, StandBetweenCommasEachOnce) {
  EXPECT_EQ(families_in("HealthKick, Voldemort,HealthKick"), (Names{"HealthKick", "Voldemort"}));
  EXPECT_EQ(families_in("win.agent_tesla"), (Names{"win.agent_tesla"}));
}
TEST(Families, OfAScannersNameIsTheFamilyTaken) {
  EXPECT_EQ(families_in("Ransom:W32/CTBLocker"), (Names{"CTBLocker"}));
  EXPECT_EQ(families_in("VSSDestroy/Matrix"), (Names{"VSSDestroy/Matrix"}));
}
TEST(Families, WordsThatNameNoneAreNone) {
  for (const char* each : {"", " ", "N/A", "Unknown", "generic,none", "a\x01", ",,,"}) {
    EXPECT_EQ(families_in(each), Names{}) << each;
  }
  EXPECT_EQ(families_in(std::string(kLongestFamily + 1, 'a')), Names{});
}
TEST(Families, AreBounded) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a" + std::to_string(i) + ",";
  EXPECT_EQ(families_in(many).size(), kMostFamilies);
}
TEST(Families, OfAThreatsNameIsTheLastPart) {
  EXPECT_EQ(family_of_threat("Windows.Trojan.PoshC2"), "PoshC2");
  EXPECT_EQ(family_of_threat("Linux.Ransomware.Black.Basta"), "Black.Basta");
  for (const char* each : {"Windows.VulnDriver.Atools2", "Windows.Generic.Threat",
                           "Windows.Hacktool.Generic", "Emotet", "Windows.Trojan", ""}) {
    EXPECT_EQ(family_of_threat(each), "") << each;
  }
}
TEST(Cve, IsReadInEverySpelling) {
  for (const char* each : {"2021-46422", "CVE_2021_46422", "cve-2021-46422", "CVE-2021_46422"}) {
    EXPECT_EQ(cve_of(each), "CVE-2021-46422") << each;
  }
  for (const char* each : {"", "CVE-", "2021", "CVE-21-4", "2021-464", "CVE-2021-46422x",
                           "MS08-067", "CVE-2021-46422 CVE-2021-46423"}) {
    EXPECT_EQ(cve_of(each), std::nullopt) << each;
  }
}

}  // namespace
}  // namespace rulemap::ids
