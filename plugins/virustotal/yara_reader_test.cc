#include "yara_reader.h"

#include "rule_testing.h"

namespace rulemap::virustotal {
namespace {

using Texts = std::vector<std::string>;

class YaraReader : public RuleReaderTest {
 protected:
  std::map<std::string, RuleFacts> facts(const std::string& rules, const Texts& names,
                                         std::string_view source = "") {
    return read_ruleset(doc(R"({"attributes": {"rules": ")" + rules + R"("}})"), names, source,
                        reader_);
  }
};

TEST_F(YaraReader, AResultIsAMatchByItsRulesName) {
  const auto all = read_yara(doc(R"([{"rule_name": "INDICATOR_EXE_Packed_Fody",
    "ruleset_name": "indicator_packed", "ruleset_id": "00c291ca7f", "author": "ditekSHen",
    "source": "https://github.com/ditekshen/detection", "description": "Detects", "match_date": 1}])"),
                             reader_);
  ASSERT_EQ(all.size(), 1u);
  const Match& match = all[0].match;
  EXPECT_EQ(match.kind, "yara");
  EXPECT_EQ(match.id, "INDICATOR_EXE_Packed_Fody");
  EXPECT_EQ(match.said, match.id);
  EXPECT_EQ(match.author, "ditekSHen");
  EXPECT_EQ(match.licence, "BSD-2-Clause");
  EXPECT_EQ(match.source, "https://github.com/ditekshen/detection");
  EXPECT_EQ(match.url, match.source);
  EXPECT_EQ(match.description, "Detects");
  EXPECT_EQ(match.how, "observed");
  EXPECT_EQ(all[0].ruleset, "indicator_packed");
  EXPECT_EQ(all[0].ruleset_id, "00c291ca7f");
  EXPECT_EQ(match.text, "");
}
TEST_F(YaraReader, AResultWithoutANameIsCounted) {
  EXPECT_TRUE(
      read_yara(doc(R"([{}, 7, {"rule_name": 7}, {"rule_name": "a b"}])"), reader_).empty());
  EXPECT_EQ(reader_.values_left_out(), 6);
}
TEST_F(YaraReader, ARulesetSaysWhatItsRulesAreAbout) {
  const auto all = facts(
      R"(rule other { condition: true }\nrule a { meta: license = \"MIT\" mitre_att = \"T1027\" )"
      R"(malware_family = \"Emotet\" description = \"d\" reference = \"https://a.example\" )"
      R"(condition: true }\n)",
      {"a", "missing"});
  ASSERT_EQ(all.size(), 1u);
  const RuleFacts& rule = all.at("a");
  EXPECT_TRUE(rule.text.starts_with("rule a {") && rule.text.ends_with("}"));
  EXPECT_EQ(rule.licence, "MIT");
  EXPECT_EQ(rule.techniques, Texts{"T1027"});
  EXPECT_EQ(rule.families, Texts{"Emotet"});
  EXPECT_EQ(rule.references, Texts{"https://a.example"});
  EXPECT_EQ(rule.description, "d");
}
TEST_F(YaraReader, TheRulesOwnLicenceCountsBeforeThatOfItsSource) {
  const std::string own = R"(rule a { meta: license = \"CC BY-NC 4.0\" condition: true })";
  const std::string none = R"(rule a { condition: true })";
  const std::string source = "https://github.com/ditekshen/detection";
  EXPECT_EQ(facts(own, {"a"}, source).at("a").licence, "CC-BY-NC-4.0");
  EXPECT_EQ(facts(own, {"a"}, source).at("a").text, "");
  EXPECT_EQ(facts(none, {"a"}, source).at("a").licence, "BSD-2-Clause");
  EXPECT_NE(facts(none, {"a"}, source).at("a").text, "");
  EXPECT_EQ(facts(none, {"a"}).at("a").text, "");
}
TEST_F(YaraReader, ARuleThatIsTooLongIsNotCut) {
  const std::string rule = "rule a { meta: license = \\\"MIT\\\" condition: true /*" +
                           std::string(kLongestRuleText, 'x') + "*/ }";
  EXPECT_EQ(facts(rule, {"a"}).at("a").text, "");
  EXPECT_EQ(reader_.values_left_out(), 1);
}

}  // namespace
}  // namespace rulemap::virustotal
