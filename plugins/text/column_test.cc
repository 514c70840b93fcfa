// text.iocs reads one column of a CSV file, and prose.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_text;

namespace {

using rulemap::testing::Outgoing;
using rulemap::testing::SourceHarness;
using Lines = std::vector<std::string>;

SourceHarness source_of(const std::string& text, const std::string& options) {
  const std::string path = testing::TempDir() + "column.csv";
  std::ofstream(path, std::ios::binary) << text;
  return SourceHarness(rulemap_entry_text, "text.iocs",
                       R"({"path": ")" + path + R"(")" + options + "}");
}
// "line value", as it is found.
Lines found(SourceHarness& source) {
  Lines out;
  for (const Outgoing& each : source.pull_all()) {
    out.push_back(std::to_string(each.integer("ioc.line")) + " " + each.text("ioc.value"));
  }
  return out;
}
// "line:column text: why", as it is refused.
Lines refused(SourceHarness& source) {
  Lines out;
  for (const auto& each : source.refused()) {
    out.push_back(std::to_string(each.line) + ":" + std::to_string(each.column) + " " +
                  each.original + ": " + each.why);
  }
  return out;
}

constexpr char kExport[] =
    "date,Indicator,comment\r\n"
    "2026-01-02,evil[.]com,\"seen by a.example, twice\r\nin one day\"\r\n"
    "2026-01-03,\"hxxp://evil.com/a,b\",phishing 10.0.0.1\r\n"
    "2026-01-04,,nothing yet\r\n"
    "2026-01-05,nonsense,\r\n"
    "2026-01-06\r\n";

TEST(Column, IsFoundByItsNameAndNothingElseIsRead) {
  SourceHarness source = source_of(kExport, R"(, "column": "indicator")");
  EXPECT_EQ(found(source), (Lines{"2 evil.com", "4 http://evil.com/a,b"}));
  const Lines why = refused(source);
  ASSERT_EQ(why.size(), 2u);
  EXPECT_TRUE(why[0].starts_with("6:12 nonsense: ")) << why[0];
  EXPECT_EQ(why[1], "7:1 2026-01-06: the line has 1 columns; what is asked for is number 2");
}

TEST(Column, IsFoundByItsNumber) {
  SourceHarness source = source_of("a.example;b.example\n", R"(, "column": 2, "separator": ";")");
  EXPECT_EQ(found(source), Lines{"1 b.example"});
  SourceHarness tabs = source_of("one\ttwo\na.example\tb.example\n",
                                 R"(, "column": 1, "separator": "tab", "header": "true")");
  EXPECT_EQ(found(tabs), Lines{"2 a.example"});
}

TEST(Column, OfTheTextInTheFileItself) {
  SourceHarness source(rulemap_entry_text, "text.iocs",
                       R"({"text": "ioc,x\na.example,b.example\n", "column": "ioc"})");
  EXPECT_EQ(found(source), Lines{"2 a.example"});
}

TEST(Column, ThatIsNotThereEndsTheRunWithTheNamesThatAre) {
  SourceHarness source = source_of("date;ioc\n1;a.example\n", R"(, "column": "ioc")");
  source.pull_all();
  EXPECT_EQ(source.last_call().status, RULEMAP_FAILED);
  EXPECT_EQ(source.last_call().error.message,
            "the header names no column `ioc`; it is `date;ioc`, read with the separator `,`");
  EXPECT_TRUE(source.last_call().error.where.ends_with("column.csv, line 1"));
}

TEST(Column, AQuoteThatNothingClosesIsRefusedWithItsLine) {
  SourceHarness source =
      source_of("ioc,x\na.example,1\nb.example,\"2\nc.example,3\n", R"(, "column": "ioc")");
  EXPECT_EQ(found(source), Lines{"2 a.example"});
  const Lines why = refused(source);
  ASSERT_EQ(why.size(), 1u);
  EXPECT_TRUE(why[0].starts_with("3:11 b.example,2")) << why[0];
}

TEST(Column, OptionsThatDoNotGoTogetherAreRefused) {
  for (const char* options :
       {R"(, "header": "true")", R"(, "separator": ";")", R"(, "column": "a", "layout": "prose")",
        R"(, "column": "a", "header": "false")", R"(, "column": 0)", R"(, "column": 99999)",
        R"(, "column": 1, "separator": "ab")", R"(, "column": 1, "separator": "\"")"}) {
    EXPECT_THROW(source_of("a\n", options), std::runtime_error) << options;
  }
}

TEST(Prose, WordsAreCountedAndWhatWasMeantIsRefused) {
  SourceHarness source = source_of(
      "# The actor (see #4) used evil[.]com and/or 192.0.2.7, e.g. at 10:30.\n"
      "Later 999.1.1.1 and hxxp:// were seen.\n",
      R"(, "layout": "prose")");
  EXPECT_EQ(found(source), (Lines{"1 evil.com", "1 192.0.2.7"}));
  const Lines why = refused(source);
  ASSERT_EQ(why.size(), 2u);
  EXPECT_TRUE(why[0].starts_with("2:7 999.1.1.1: ")) << why[0];
  EXPECT_TRUE(why[1].starts_with("2:21 hxxp:")) << why[1];
  EXPECT_EQ(source.world().metrics().at("words_passed_over"), 14);
}

}  // namespace
