#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "rulemap/testing/harness.h"

extern "C" const rulemap_entry rulemap_entry_text;

namespace {

using rulemap::testing::Outgoing;
using rulemap::testing::SourceHarness;

std::string write_file(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

SourceHarness source_of(const std::string& path, const std::string& more = "") {
  return SourceHarness(rulemap_entry_text, "text.iocs",
                       R"({"path": ")" + path + R"(")" + more + "}");
}

// "type value", as a line for comparisons.
std::vector<std::string> summary(const std::vector<Outgoing>& rows) {
  std::vector<std::string> out;
  for (const Outgoing& each : rows)
    out.push_back(each.text("ioc.type") + " " + each.text("ioc.value"));
  return out;
}
using Lines = std::vector<std::string>;

TEST(IocsSource, ReadsWhatPeopleWrite) {
  const std::string path = write_file("iocs.txt",
                                      "\xef\xbb\xbfhxxps://evil[.]com/a  # dropper\r\n"
                                      "EVIL.COM, 1.2.3.4:8080\r\n"
                                      "// a comment\r\n"
                                      "d41d8cd98f00b204e9800998ecf8427e,\r\n"
                                      "10.0.0.12\r\n");
  SourceHarness source = source_of(path);
  const auto rows = source.pull_all();
  EXPECT_EQ(summary(rows), (Lines{"url https://evil.com/a", "domain evil.com", "ipv4 1.2.3.4",
                                  "md5 d41d8cd98f00b204e9800998ecf8427e", "ipv4 10.0.0.12"}));
  EXPECT_TRUE(source.refused().empty());
  EXPECT_EQ(rows[0].text("ioc.original"), "hxxps://evil[.]com/a");
  EXPECT_EQ(rows[0].text("ioc.file"), path);
  EXPECT_EQ(rows[2]["ioc.line"].GetInt(), 2);
  EXPECT_EQ(rows[2]["ioc.port"].GetInt(), 8080);
  EXPECT_FALSE(rows[2].has("ioc.private"));
  EXPECT_TRUE(rows[4]["ioc.private"].GetBool());
}

TEST(IocsSource, RefusesWithPlaceAndReason) {
  SourceHarness source = source_of(write_file("refused.txt", "ok.com\n  999.1.1.1 setup.exe\n"));
  EXPECT_EQ(summary(source.pull_all()), Lines{"domain ok.com"});
  ASSERT_EQ(source.refused().size(), 2u);
  EXPECT_EQ(source.refused()[0].original, "999.1.1.1");
  EXPECT_EQ(source.refused()[0].line, 2u);
  EXPECT_EQ(source.refused()[0].column, 3u);
  EXPECT_FALSE(source.refused()[0].why.empty());
  EXPECT_NE(source.refused()[1].why.find("setup.exe"), std::string::npos);
}

TEST(IocsSource, TakesTextInsteadOfFiles) {
  SourceHarness source(rulemap_entry_text, "text.iocs", R"({"text": "a[.]example b[.]example"})");
  EXPECT_EQ(summary(source.pull_all()), (Lines{"domain a.example", "domain b.example"}));
}

TEST(IocsSource, WantsPathOrTextButNotBoth) {
  EXPECT_THROW(SourceHarness(rulemap_entry_text, "text.iocs", "{}"), std::runtime_error);
  EXPECT_THROW(SourceHarness(rulemap_entry_text, "text.iocs", R"({"path": "a", "text": "b"})"),
               std::runtime_error);
}

TEST(IocsSource, SaysWhatOtherTypesAreWanted) {
  SourceHarness source =
      source_of(write_file("types.txt", "a.example 1.2.3.4"), R"(, "types": ["domain"])");
  EXPECT_EQ(summary(source.pull_all()), Lines{"domain a.example"});
  ASSERT_EQ(source.refused().size(), 1u);
  EXPECT_EQ(source.refused()[0].why, "it is of type ipv4; `types` asks for domain");
}

TEST(IocsSource, SeparatesColumnsOfCsvFiles) {
  SourceHarness source = source_of(write_file("columns.csv", "http://a.example/x,1.2.3.4\n"));
  EXPECT_EQ(summary(source.pull_all()), (Lines{"url http://a.example/x", "ipv4 1.2.3.4"}));
}

TEST(IocsSource, AGlobThatMatchesNothingIsAnError) {
  EXPECT_THROW(source_of(testing::TempDir() + "no-such-*.txt"), std::runtime_error);
}

TEST(IocsSource, BinaryNoiseIsRefusedPieceByPiece) {
  std::mt19937 random(7);
  std::string noise(200'000, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  SourceHarness source = source_of(write_file("noise.bin", noise));
  const auto rows = source.pull_all();
  EXPECT_EQ(source.last_call().status, RULEMAP_END);
  EXPECT_GT(source.refused().size(), 100u);
  EXPECT_LT(rows.size(), 20u);
}

TEST(IocsSource, ALineAboveTheLimitIsRefusedAndTheNextOneRead) {
  SourceHarness source =
      source_of(write_file("long.txt", std::string(3u << 20, 'a') + "\nevil.com\n"));
  EXPECT_EQ(summary(source.pull_all()), Lines{"domain evil.com"});
  ASSERT_EQ(source.refused().size(), 1u);
  EXPECT_NE(source.refused()[0].why.find("1048576"), std::string::npos);
}

}  // namespace
