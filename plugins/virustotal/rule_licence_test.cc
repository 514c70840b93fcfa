#include "rule_licence.h"

#include <gtest/gtest.h>

#include "report_testing.h"

namespace rulemap::virustotal {
namespace {

TEST(RuleLicence, IsKnownByTheSourcesNameOrAddress) {
  EXPECT_EQ(licence_of_source("Proofpoint Emerging Threats Open"), "BSD-3-Clause");
  EXPECT_EQ(licence_of_source("https://github.com/ditekshen/detection"), "BSD-2-Clause");
  EXPECT_EQ(licence_of_source("https://github.com/ditekSHen/detection/tree/master/yara"),
            "BSD-2-Clause");
  EXPECT_EQ(licence_of_source("https://github.com/InQuest/yara-rules"), "MIT");
  for (const char* each : {"", "else", "https://github.com/InQuest/yara-rules-vt",
                           "Proofpoint Emerging Threats Open Source"}) {
    EXPECT_EQ(licence_of_source(each), "") << each;
  }
}
TEST(RuleLicence, IsReadInTheSpellingsOfRules) {
  EXPECT_EQ(licence_named("Detection Rule License 1.1 https://github.com/x/blob/master/LICENSE"),
            "DRL-1.1");
  EXPECT_EQ(licence_named("CC BY-SA 4.0"), "CC-BY-SA-4.0");
  EXPECT_EQ(licence_named("Elastic License v2"), "Elastic-2.0");
  EXPECT_EQ(licence_named("All rights\nreserved"), "All rights reserved");
  EXPECT_EQ(licence_named(""), "");
}
TEST(RuleLicence, TextIsKeptUnderLicencesOfTheListAlone) {
  EXPECT_TRUE(text_may_be_kept("DRL-1.1"));
  for (const char* each : {"", "Elastic-2.0", "LicenseRef-Snort-Subscriber-Rules", "mit"}) {
    EXPECT_FALSE(text_may_be_kept(each)) << each;
  }
}
TEST(RuleLicence, EverySourcesLicenceIsInTheList) {
  for (const KnownSource& each : known_sources()) {
    const auto all = known_licences();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return one.id == each.licence;
    })) << each.source;
  }
}
// The tables of the document are those of the code.
TEST(RuleLicence, TheDocumentShowsBothTables) {
  const std::string text = read_text(RULEMAP_SOURCE_DIR "/docs/detection-rules.md");
  for (const KnownLicence& each : known_licences()) {
    const std::string row =
        "| " + std::string(each.id) + " | " + (each.text_may_be_kept ? "yes" : "no") + " |";
    EXPECT_NE(text.find(row), std::string::npos) << row;
  }
  for (const KnownSource& each : known_sources()) {
    const std::string row =
        "| " + std::string(each.source) + " | " + std::string(each.licence) + " |";
    EXPECT_NE(text.find(row), std::string::npos) << row;
  }
}

}  // namespace
}  // namespace rulemap::virustotal
