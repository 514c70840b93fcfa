#include <gtest/gtest.h>

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {
namespace {

const std::string kHead = "alert tcp any any -> any any ";

Rule read(const std::string& text) {
  auto rule = parse_rule(text);
  EXPECT_TRUE(rule.ok()) << (rule.ok() ? "" : rule.error().text()) << "\n" << text;
  return rule.ok() ? *std::move(rule) : Rule{};
}
Rule with(const std::string& options) { return read(kHead + "(" + options + " sid:1;)"); }
std::string refusal(const std::string& text) {
  const auto rule = parse_rule(text);
  return rule.ok() ? "" : rule.error().text();
}

TEST(ParseRule, ReadsTheHeader) {
  const Rule rule = read(
      "drop http [$HOME_NET, !10.0.0.0/8] [80,8080] <> $EXTERNAL_NET any (msg:\"m\"; gid:3; "
      "sid:2027865; rev:4; classtype:bad-unknown; priority:2;)");
  EXPECT_EQ(rule.action, "drop");
  EXPECT_EQ(rule.protocol, "http");
  EXPECT_EQ(rule.source, "[$HOME_NET, !10.0.0.0/8]");
  EXPECT_EQ(rule.source_ports, "[80,8080]");
  EXPECT_EQ(rule.direction, "<>");
  EXPECT_EQ(rule.destination, "$EXTERNAL_NET");
  EXPECT_EQ(rule.destination_ports, "any");
  EXPECT_EQ(id_of(rule), "3:2027865");
  EXPECT_EQ(rule.rev, 4);
  EXPECT_EQ(rule.classtype, "bad-unknown");
  EXPECT_EQ(rule.priority, 2);
}
TEST(ParseRule, Snort3NeedsNeitherAddressesNorAProtocol) {
  const Rule preprocessor =
      read("alert ( gid:119; sid:279; rev:1; msg:\"(http_inspect) invalid status line\"; )");
  EXPECT_EQ(id_of(preprocessor), "119:279");
  EXPECT_EQ(preprocessor.msg, "(http_inspect) invalid status line");
  EXPECT_EQ(preprocessor.protocol, "");
  EXPECT_EQ(read("alert http (sid:1;)").protocol, "http");
}
TEST(ParseRule, EscapesOfTextAreUndone) {
  EXPECT_EQ(with(R"(msg:"a\; b \"c\" d\: \\ \x";)").msg, R"(a; b "c" d: \ \x)");
  EXPECT_EQ(with("msg: bare ;").msg, "bare");
}
TEST(ParseRule, SemicolonsInQuotesAndQuotesInRegularExpressionsEndNothing) {
  EXPECT_EQ(with(R"(msg:"a;b";)").msg, "a;b");
  EXPECT_EQ(with(R"(pcre:"/src="x/i"; msg:"m";)").msg, "m");
  EXPECT_EQ(with(R"(pcre:"/src="x;y/i"; msg:"m";)").msg, "m");
  EXPECT_EQ(with(R"(content:!"a)\;"; content:"x" , nocase; msg:"m";)").msg, "m");
}
TEST(ParseRule, BracketsInValuesEndNothing) {
  const Rule rule = with("reference:url,en.wikipedia.org/wiki/Foo_(bar);");
  EXPECT_EQ(rule.references.at(0).url, "https://en.wikipedia.org/wiki/Foo_(bar)");
}
TEST(ParseRule, MetadataIsPairsOfAllItsOptions) {
  const Rule rule =
      with("metadata:created_at 2017_02_07, deployment Perimeter; metadata: tag, a  b c ;");
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(
      rule.metadata,
      (Pairs{
          {"created_at", "2017_02_07"}, {"deployment", "Perimeter"}, {"tag", ""}, {"a", "b c"}}));
}
TEST(ParseRule, ReferencesAreUrls) {
  const Rule rule = with(
      "reference:url,www.example.org/a; reference:url, https://b.example/; "
      "reference:cve,2021-44228;"
      " reference:bugtraq,123; reference:MD5,aa; reference:other,x; reference:url,a b;");
  std::vector<std::string> urls;
  for (const Reference& each : rule.references) urls.push_back(each.url);
  EXPECT_EQ(urls, (std::vector<std::string>{"https://www.example.org/a", "https://b.example/",
                                            "https://nvd.nist.gov/vuln/detail/CVE-2021-44228",
                                            "https://www.securityfocus.com/bid/123",
                                            "https://www.virustotal.com/gui/file/aa", "", ""}));
}
TEST(ParseRule, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"", "1:1: the options in brackets are missing: `(msg:\"...\"; sid:1000001;)`"},
      {"allert tcp any any -> any any (sid:1;)",
       "1:1: `allert` is no action: a rule begins with one, such as `alert` or `drop`"},
      {"alert tcp any any -> any (sid:1;)",
       "1:1: the header has 6 words: it is action, protocol, address, port, direction, address and "
       "port, as in `alert tcp any any -> any any`"},
      {"alert tcp any any >> any any (sid:1;)", "1:19: `>>` is no direction: one is `->` or `<>`"},
      {"alert tcp [any any -> any any (sid:1;)",
       "1:11: the list that begins here has no closing `]`"},
      {"alert tcp any any -> any any (sid:1;", "1:37: the rule does not end with `)`"},
      {"alert tcp any any -> any any (sid:1)", "1:31: the option `sid` does not end with `;`"},
      {"alert tcp any any -> any any\n(msg:\"a;\n sid:1;)",
       "2:6: the text of `msg` has no closing `\"` with `;` behind it"},
      {"alert tcp any any -> any any (sid:x;)",
       "1:31: `sid` is a whole number from 1 to 4294967295, not `x`"},
      {"alert tcp any any -> any any (sid:4294967296;)",
       "1:31: `sid` is a whole number from 1 to 4294967295, not `4294967296`"},
      {"alert tcp any any -> any any (sid:1; sid:2;)", "1:38: `sid` stands twice: a rule has one"},
      {"alert tcp any any -> any any (msg:\"m\";)",
       "1:40: the rule has no `sid`: `sid:1000001;` gives it one"},
      {"alert tcp any any -> any any (=; sid:1;)",
       "1:31: an option begins with its name, such as `sid`, not with `=`"},
      {"alert tcp any any -> any any (sid=1;)",
       "1:34: the option `sid` goes on with `:` and its value, or ends with `;`"},
  };
  for (const auto& each : kCases) EXPECT_EQ(refusal(each.text), each.message) << each.text;
}
TEST(ParseRule, NulBytesAndRulesThatAreTooLongAreRefused) {
  EXPECT_EQ(refusal(kHead + std::string("(msg:\"a\0b\"; sid:1;)", 19)),
            "1:37: a NUL byte stands here: a rule is text");
  EXPECT_EQ(refusal(kHead + "(" + std::string(kLongestRule, ' ') + "sid:1;)"),
            "1:1: the rule has 1048613 bytes; up to 1048576 are read");
}
TEST(ParseRule, WhatStandsAboveALimitIsCounted) {
  std::string options;
  for (std::size_t i = 0; i < kMostReferences + 2; ++i) options += "reference:url,a.example;";
  options += "metadata:";
  for (std::size_t i = 0; i < kMostMetadata + 3; ++i) options += "a b,";
  options += ";msg:\"" + std::string(kLongestText + 1, 'a') + "\";";
  const Rule rule = with(options);
  EXPECT_EQ(rule.references.size(), kMostReferences);
  EXPECT_EQ(rule.metadata.size(), kMostMetadata);
  EXPECT_EQ(rule.msg.size(), kLongestText);
  EXPECT_EQ(rule.left_out, 6u);

  std::string many;
  for (std::size_t i = 0; i < kMostOptions; ++i) many += "nocase;";
  EXPECT_NE(refusal(kHead + "(" + many + "sid:1;)").find("more than 2000 options"),
            std::string::npos);
}
// Each would take minutes if a byte were looked at again and again.
TEST(ParseRule, HostileTextsTakeLinearTime) {
  for (const char* piece :
       {"\"", "\" ", "\\", "a:\"", "a:\" ,", "#\n", ",", ";", "\"\n ", "a:b,\""}) {
    std::string text = kHead + "(";
    while (text.size() + 20 < kLongestRule) text += piece;
    EXPECT_NE(refusal(text + "\n)"), "") << piece;
  }
  EXPECT_NE(refusal(std::string(kLongestRule - 1, '[')), "");
}

}  // namespace
}  // namespace rulemap::suricata
