#include "folded.h"

#include <gtest/gtest.h>

namespace rulemap::sigma_map {
namespace {

TEST(Folded, Table) {
  const std::pair<std::string, std::string> rows[] = {
      {"", ""},
      {" \t\r\n ", ""},
      {"Use Remove-Item  to\n Delete File ", "use remove-item to delete file"},
      {"@[`{", "@[`{"},
      {"ÀÉÞ×ßÿ", "àéþ×ßÿ"},
      {"ĀāĶķĹĺŇňŊŋŸŹźŽž", "āāķķĺĺňňŋŋÿźźžž"},
      {"İĸŉ", "İĸŉ"},
      {"ΑΩασς", "αωασς"},
      {"ЀЏАЯая", "ѐџаяая"},
      {"File — Potential 漢字 😀", "file — potential 漢字 😀"},
      {"A\xff\xc3", "a\xff\xc3"},
      {"\xc3Z", "\xc3z"},
      {std::string("A\0B", 3), std::string("a\0b", 3)},
  };
  for (const auto& [text, fold] : rows) EXPECT_EQ(folded(text), fold) << text;
}

TEST(Folded, FoldingTwiceChangesNothing) {
  for (unsigned letter = 0x80; letter < 0x800; ++letter) {
    const std::string text = {static_cast<char>(0xc0u | letter >> 6),
                              static_cast<char>(0x80u | (letter & 0x3fu))};
    const std::string once = folded(text);
    EXPECT_EQ(once.size(), 2u) << letter;
    EXPECT_EQ(folded(once), once) << letter;
  }
}

}  // namespace
}  // namespace rulemap::sigma_map
