#include "title_history.h"

#include <gtest/gtest.h>

#include "rules_testing.h"

namespace rulemap::sigma_map {
namespace {

using Ids = std::vector<std::string>;

TEST(TitleHistory, ExactTitlesGoBeforeFoldedOnes) {
  const auto history = TitleHistory::from_tsv("# comment\r\n\nOld Title\t" + uuid(1) + "," +
                                              uuid(2) + "\r\nold title\t" + uuid(3) + "\n" +
                                              "Other\t" + uuid(4) + "," + uuid(4));
  ASSERT_TRUE(history.ok()) << history.error().text();
  EXPECT_EQ(history->titles(), 3u);
  EXPECT_EQ(history->ids("Old Title"), (Ids{uuid(1), uuid(2)}));
  EXPECT_EQ(history->ids("old title"), Ids{uuid(3)});
  EXPECT_EQ(history->ids("OLD  TITLE"), (Ids{uuid(1), uuid(2), uuid(3)}));
  EXPECT_EQ(history->ids("Other"), Ids{uuid(4)});
  EXPECT_EQ(history->ids("nobody's"), Ids{});
  EXPECT_EQ(history->ids(""), Ids{});
}

TEST(TitleHistory, IdsComeInLowerCase) {
  const auto history = TitleHistory::from_tsv("T\tABCDEF00-0000-4000-8000-00000000000F");
  ASSERT_TRUE(history.ok());
  EXPECT_EQ(history->ids("T"), Ids{"abcdef00-0000-4000-8000-00000000000f"});
}

TEST(TitleHistory, ABadLineIsNamed) {
  const std::string lines[] = {"title",
                               "title\t",
                               "\t" + uuid(1),
                               "title\tnot-a-uuid",
                               "title\t" + uuid(1) + "\t" + uuid(2),
                               "\x01\xff binary"};
  for (const std::string& line : lines) {
    const auto history = TitleHistory::from_tsv("fine\t" + uuid(1) + "\n" + line + "\nx");
    ASSERT_FALSE(history.ok()) << line;
    EXPECT_EQ(history.error().where, "2") << line;
  }
}

TEST(TitleHistory, TheCompiledInOneIsThatOfSigmaHq) {
  const auto history = TitleHistory::compiled_in();
  ASSERT_TRUE(history.ok()) << history.error().text();
  EXPECT_EQ(history->titles(), 7997u);
  EXPECT_EQ(history->ids("Use Remove-Item to Delete File").size(), 1u);
}

class TitleHistoryFile : public RulesTest {};

TEST_F(TitleHistoryFile, AProblemHasItsPlace) {
  const std::string path = write("own.tsv", "fine\t" + uuid(1) + "\nbad\n");
  const auto bad = TitleHistory::from_file(path);
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error().where, path + ":2");
  const auto missing = TitleHistory::from_file(at("none.tsv"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().where, at("none.tsv"));
}

}  // namespace
}  // namespace rulemap::sigma_map
