#include "whole_index.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace rulemap::sigma {
namespace {

std::set<std::uint32_t> found_for(const WholeIndex& index, const std::string& text) {
  const std::string padded = std::string(16, 'x') + text + std::string(16, 'x');
  std::set<std::uint32_t> out;
  index.find(std::string_view(padded).substr(16, text.size()),
             [&](std::uint32_t test) { out.insert(test); });
  return out;
}

// What stands around a text is no part of it, so a literal as long as the text is compared whole.
TEST(WholeIndex, FindsBeginsAndEndsOfEveryLength) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";
  WholeIndex index;
  for (std::uint32_t n = 1; n <= letters.size(); ++n) {
    index.add_begin(letters.substr(0, n), n);
    index.add_end(letters.substr(letters.size() - n), 100 + n);
    index.add_whole(letters.substr(0, n), 200 + n);
  }
  index.build();
  for (std::uint32_t n = 1; n <= letters.size(); ++n) {
    const auto begin = found_for(index, letters.substr(0, n));
    const auto end = found_for(index, letters.substr(letters.size() - n));
    for (std::uint32_t i = 1; i <= n; ++i) {
      EXPECT_TRUE(begin.count(i)) << n << " " << i;
      EXPECT_TRUE(end.count(100 + i)) << n << " " << i;
    }
    EXPECT_TRUE(begin.count(200 + n)) << n;
    // Of longer ones so many bytes are compared as several of them share.
    if (n < 8) {
      EXPECT_FALSE(begin.count(n + 1)) << n;
    }
  }
  EXPECT_TRUE(found_for(index, "").empty());
  EXPECT_TRUE(found_for(index, "zyx").empty());
}

TEST(WholeIndex, TellsApartWhatDiffersInTheOuterSixteenBytes) {
  WholeIndex index;
  index.add_begin("c:\\windows\\tasks\\", 1);
  index.add_begin("c:\\windows\\debug\\", 2);
  index.add_end("\\dllhost.exe", 3);
  index.add_end("\\svchost.exe", 4);
  index.build();
  EXPECT_EQ(found_for(index, "c:\\windows\\debug\\svchost.exe"), (std::set<std::uint32_t>{2, 4}));
}

TEST(WholeIndex, FindsNumbersByValue) {
  WholeIndex index;
  index.add_number(*parse_number("5.0"), 1);
  index.build();
  int found = 0;
  index.find_number(*parse_number("5"), [&](std::uint32_t) { ++found; });
  index.find_number(*parse_number("6"), [&](std::uint32_t) { ++found; });
  EXPECT_EQ(found, 1);
}

}  // namespace
}  // namespace rulemap::sigma
