// The event's report: what stands in it, and that nobody writes into it.
#include "event/event_report.h"

#include "event/event_testing.h"
#include "event/markdown.h"

namespace rulemap::misp {
namespace {

using EventReportTest = EventTest;

std::string content(const Json& event) { return event["EventReport"][0u]["content"].GetString(); }

TEST_F(EventReportTest, SaysWhatWasFound) {
  const std::string rule =
      R"("matches":[{"kind":"sigma","id":"id-1","title":"Run","level":"high","how":"observed"}],)"
      R"("techniques":[{"id":"T1055","name":"Process Injection","by":"vt","source":"Zenbox"}],)";
  write({row("sha256", kSha256,
             rule + R"("lookup.vt":"known","reputation.malicious":41,"reputation.total":72,)"
                    R"("reputation.label":"trojan.x","reputation.by":"vt")"),
         row("domain", "evil.example", R"("lookup.vt":"failed")"),
         row("url", "https://evil.example/a", R"("lookup.vt":"unknown")"), row("mutex", "x"),
         row("cve", "CVE-2021-44228", R"("tags":["a\nb"])")});
  EXPECT_EQ(
      content(event()),
      "# What was found\n\n4 indicators; 1 rows are not in the event.\n\n"
      "| verdict | indicators |\n| --- | --- |\n| malicious | 1 |\n| not looked up | 1 |\n"
      "| unknown | 1 |\n| not judged | 1 |\n"
      "\n## Indicators\n\n| indicator | type | verdict | label |\n| --- | --- | --- | --- |\n"
      "| `" +
          std::string(kSha256) +
          "` | `sha256` | malicious, 41 of 72 (`vt`) | `trojan.x` |\n"
          "| `evil.example` | `domain` | not looked up | - |\n"
          "| `https://evil.example/a` | `url` | unknown | - |\n"
          "| `CVE-2021-44228` | `cve` | not judged | - |\n"
          "\n## Techniques\n\n| technique | name | said by |\n| --- | --- | --- |\n"
          "| `T1055` | `Process Injection` | `vt: Zenbox` |\n"
          "\n## Rules\n\n| level | rule | kind | id | indicators |\n"
          "| --- | --- | --- | --- | --- |\n| high | `Run` | sigma | `id-1` | 1 |\n"
          "\n## What is not known\n\n- `vt` failed for 1 indicators\n"
          "\n## What was refused\n\n- `tag`, 1 times: `it has a control character`\n"
          "- `the whole row`, 1 times: `MISP has no place for an indicator of type 'mutex'`\n");
  const Json& report = event()["EventReport"][0u];
  EXPECT_EQ(text(report, "uuid"), "7f96ce49-29b1-5d14-bcf0-431e473608c7");
  EXPECT_EQ(text(report, "name"), "Summary");
  EXPECT_EQ(text(report, "distribution"), "5");
}

TEST_F(EventReportTest, IsLeftOutWhereNobodyWantsIt) {
  write({row("domain", "evil.example")}, R"("report":false)");
  EXPECT_FALSE(event().HasMember("EventReport"));
}

// Everything that somebody else wrote stands in a code span of one line.
TEST_F(EventReportTest, CannotBeWrittenInto) {
  const std::string evil = R"(`x` | y | [a](javascript:b) <script> ![i](http://e/) @[tag](x)\n# H)";
  write({row("url", "https://e.example/`|<b>",
             R"("lookup.` | x":"failed","reputation.malicious":1,"reputation.total":2,)"
             R"("reputation.by":")" +
                 evil + R"(","reputation.label":")" + evil + R"(","errors":[{"step":")" + evil +
                 R"("}],)" + R"("techniques":[{"id":")" + evil + R"(","name":")" + evil +
                 R"(","by":")" + evil + R"("}],"matches":[{"kind":"yara",)" + R"("id":")" + evil +
                 R"(","title":")" + evil + R"(","level":")" + evil + "\"}]")});
  std::string outside;
  bool in_span = false;
  std::size_t headings = 0;
  const std::string all = content(event());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == '`') in_span = !in_span;
    EXPECT_FALSE(in_span && all[i] == '\n');
    if (all[i] == '#' && (i == 0 || all[i - 1] == '\n')) ++headings;
    if (!in_span && all[i] != '`') outside += all[i];
    EXPECT_FALSE(in_span && all[i] == '|' && all[i - 1] != '\\');
  }
  EXPECT_EQ(headings, 5u);
  EXPECT_EQ(outside.find_first_of("<>[]!@"), std::string::npos) << outside;
}

TEST_F(EventReportTest, SaysWhatItDoesNotShow) {
  std::vector<std::string> rows;
  for (int i = 0; i < 1500; ++i) {
    rows.push_back(row("domain",
                       std::string(60, 'd') + "." + std::string(60, 'd') + "." +
                           std::string(60, 'e') + std::to_string(i) + ".example",
                       R"("techniques":[{"id":"T)" + std::to_string(i) + R"("}],"ioc.line":)" +
                           std::to_string(i)));
  }
  write(rows);
  const std::string first = content(event());
  EXPECT_LE(first.size(), kMaxReportBytes);
  EXPECT_GT(first.size(), kMaxReportBytes / 2);
  EXPECT_NE(first.find("1500 indicators.\n"), std::string::npos);
  std::size_t shown = 0, at = 0;
  while ((at = first.find("| `ddd", at)) != std::string::npos) ++shown, ++at;
  EXPECT_NE(first.find("\n" + std::to_string(1500 - shown) + " more are not shown.\n"),
            std::string::npos);
  std::reverse(rows.begin(), rows.end());
  write(rows);
  EXPECT_EQ(content(event()), first);
}

TEST(Markdown, SpansAreOfOneLineAndOneCell) {
  const std::pair<const char*, const char*> rows[] = {
      {"a.example", "`a.example`"}, {"", "-"},         {"  ", "-"}, {"a`b", "`a'b`"},
      {"a|b", "`a\\|b`"},           {"a\nb", "`a b`"},
  };
  for (const auto& [value, span] : rows) EXPECT_EQ(code_span(value), span);
  EXPECT_EQ(code_span(std::string(300, 'x')).size(), 202u);
}

}  // namespace
}  // namespace rulemap::misp
