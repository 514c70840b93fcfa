#include "rulemap/text/scan.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace rulemap::ioc {
namespace {

// The tokens with their columns: "a@1 b@3".
std::string scanned(std::string_view line, Layout layout = Layout::free_text) {
  std::string text;
  for (const Token& token : tokens_of(line, layout)) {
    if (!text.empty()) text += ' ';
    text += std::string(token.text) + "@" + std::to_string(token.column);
  }
  return text;
}

TEST(TokensOf, SplitsLines) {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {" \t ,;| ", ""},
      {"evil.com", "evil.com@1"},
      {"  evil.com\tbad.com", "evil.com@3 bad.com@12"},
      {"a.com,b.com;c.com|d.com", "a.com@1 b.com@7 c.com@13 d.com@19"},
      {"# evil.com", ""},
      {"  # evil.com", ""},
      {"#evil.com", ""},
      {"// evil.com", ""},
      {"evil.com # dropper bad.com", "evil.com@1"},
      {"evil.com #dropper", "evil.com@1"},
      {"evil.com,#tag,bad.com", "evil.com@1 #tag@10 bad.com@15"},
      {"http://evil.com/a#b", "http://evil.com/a#b@1"},
      {"http://evil.com/a //b", "http://evil.com/a@1 //b@19"},
      {"(evil.com)", "evil.com@2"},
      {"<evil.com>, [bad.com]; {c.com}", "evil.com@2 bad.com@14 c.com@25"},
      {"'evil.com' `bad.com`", "evil.com@2 bad.com@13"},
      {"((evil.com))", "evil.com@3"},
      {"(evil.com, bad.com)", "evil.com@2 bad.com@12"},
      {"evil.com.", "evil.com@1"},
      {"evil.com!: bad.com.", "evil.com@1 bad.com@12"},
      {"evil(.)com evil[.]com", "evil(.)com@1 evil[.]com@12"},
      {"(evil[.]com)", "evil[.]com@2"},
      {"[evil[.]com]", "evil[.]com@2"},
      {"hxxps[://]evil[.]com", "hxxps[://]evil[.]com@1"},
      {"[2001:db8::1]:443", "[2001:db8::1]:443@1"},
      {"http://[2001:db8::1]", "http://[2001:db8::1]@1"},
      {"http://evil.com/a_(b)", "http://evil.com/a_(b)@1"},
      {"(http://evil.com/a_(b))", "http://evil.com/a_(b)@2"},
      {"http://evil.com/a,b;c", "http://evil.com/a,b;c@1"},
      {"http://evil.com/a, b.com", "http://evil.com/a@1 b.com@20"},
      {"http://evil.com/a,http://b.com/c", "http://evil.com/a@1 http://b.com/c@19"},
      {"http://evil.com/a;hxxps[:]//b.com", "http://evil.com/a@1 hxxps[:]//b.com@19"},
      {"http://evil.com,b.com", "http://evil.com@1 b.com@17"},
      {"<hxxp://evil.com/a,b>", "hxxp://evil.com/a,b@2"},
      {"http://evil.com/a|b.com", "http://evil.com/a@1 b.com@19"},
      {"\"evil.com\",\"2024-01-01\",\"a b, c\"", "evil.com@2 2024-01-01@13 a b, c@26"},
      {"\"http://evil.com/a,b\",x", "http://evil.com/a,b@2 x@23"},
      {"\"say \"\"x\"\" now\" b", "say \"\"x\"\" now@2 b@17"},
      {"\"evil.com", "evil.com@2"},
      {"\"evil\".com", "evil\".com@2"},
      {"\"\",b.com", "b.com@4"},
      {"\xC3\xA4\xC3\xB6 evil.com", "\xC3\xA4\xC3\xB6@1 evil.com@4"},
  };
  for (const auto& [line, tokens] : rows) EXPECT_EQ(scanned(line), tokens) << line;
}

TEST(TokensOf, InCsvACommaAlwaysSeparates) {
  EXPECT_EQ(scanned("http://evil.com/a,malware;x", Layout::csv),
            "http://evil.com/a@1 malware@19 x@27");
  EXPECT_EQ(scanned("\"http://evil.com/a,b\",c", Layout::csv), "http://evil.com/a,b@2 c@23");
}

TEST(CleanLine, TakesOffMarkAndLineEnd) {
  EXPECT_EQ(clean_line("evil.com\r\n", false), "evil.com");
  EXPECT_EQ(clean_line("evil.com\n", false), "evil.com");
  EXPECT_EQ(clean_line("evil.com\r", false), "evil.com");
  EXPECT_EQ(clean_line("\xEF\xBB\xBF"
                       "evil.com",
                       true),
            "evil.com");
  EXPECT_EQ(clean_line("\xEF\xBB\xBF"
                       "a",
                       false),
            "\xEF\xBB\xBF"
            "a");
  EXPECT_EQ(clean_line("", true), "");
}

TEST(TokensOf, StaysLinear) {
  std::string pairs;
  for (int i = 0; i < 300'000; ++i) pairs += "\"\"\" ";
  const std::string lines[] = {std::string(1'000'000, '('),
                               std::string(1'000'000, ']'),
                               std::string(1'000'000, '"'),
                               std::string(1'000'000, '\''),
                               pairs,
                               "http://a.com/" + std::string(1'000'000, ',')};
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& line : lines) tokens_of(line);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace rulemap::ioc
