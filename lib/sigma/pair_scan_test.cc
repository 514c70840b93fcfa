#include "pair_scan.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace rulemap::sigma {
namespace {

using Found = std::set<std::tuple<std::uint32_t, std::size_t, std::size_t>>;

Found found_in(const PairScan& scan, std::string_view text) {
  Found out;
  scan.find(text, [&](std::uint32_t number, std::size_t at, std::size_t length) {
    out.emplace(number, at, length);
  });
  return out;
}

// Wherever a literal stands: in a block, across two, at the begin and at the very end.
TEST(PairScan, FindsLiteralsAtEveryPlace) {
  PairScan scan;
  ASSERT_TRUE(scan.build({{"::", 7}, {"lsadump::", 8}, {"kiwi", 9}}));
  for (std::size_t length = 9; length < 70; ++length) {
    for (std::size_t at = 0; at + 9 <= length; ++at) {
      std::string text(length, '.');
      text.replace(at, 9, "lsadump::");
      ASSERT_EQ(found_in(scan, text), (Found{{8, at, 9}, {7, at + 7, 2}})) << length << " " << at;
    }
  }
  EXPECT_EQ(found_in(scan, "kiwi"), (Found{{9, 0, 4}}));
  EXPECT_TRUE(found_in(scan, "kiw").empty());
  EXPECT_TRUE(found_in(scan, "").empty());
}

TEST(PairScan, TakesThePairThatIsSeldomSeen) {
  PairScan seldom, often;
  ASSERT_TRUE(seldom.build({{"windows::x", 0}}));
  ASSERT_TRUE(often.build({{"windows", 0}}));
  EXPECT_LT(seldom.cost(), often.cost());
}

TEST(PairScan, RefusesWhatNeedsTooManyPairs) {
  const std::string letters = "aabbccddeeffgg";
  std::vector<std::pair<std::string_view, std::uint32_t>> texts;
  for (std::size_t i = 0; i <= PairScan::kMostPairs; ++i) {
    texts.emplace_back(std::string_view(letters).substr(2 * i, 2), i);
  }
  PairScan scan;
  EXPECT_FALSE(scan.build(texts));
  EXPECT_TRUE(scan.is_empty());
}

}  // namespace
}  // namespace rulemap::sigma
