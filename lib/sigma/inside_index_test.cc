#include "inside_index.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <tuple>

namespace rulemap::sigma {
namespace {

using Found = std::set<std::tuple<std::uint32_t, std::size_t, std::size_t>>;

Found by_index(const InsideIndex& index, const std::string& text) {
  const std::string padded = std::string(16, '\0') + text + std::string(16, '\0');
  Found out;
  index.find(std::string_view(padded).substr(16, text.size()),
             [&](std::uint32_t test, std::size_t at, std::size_t length) {
               out.emplace(test, at, length);
             });
  return out;
}

Found one_by_one(const std::vector<std::string>& literals, const std::string& text) {
  Found out;
  for (std::uint32_t i = 0; i < literals.size(); ++i) {
    for (auto at = text.find(literals[i]); at != std::string::npos;
         at = text.find(literals[i], at + 1)) {
      out.emplace(i, at, literals[i].size());
    }
  }
  return out;
}

// From a few literals, which are scanned for, to many of every length: pairs, grams, both.
TEST(InsideIndex, FindsWhatALookForEachFinds) {
  std::mt19937 random(7);
  const auto text_of = [&](std::size_t length) {
    std::string out;
    while (out.size() < length) out += "ab:\\e0"[random() % 6];
    return out;
  };
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> literals;
    InsideIndex index;
    const std::size_t shortest = 2 + random() % 8;
    for (std::size_t i = random() % (round % 4 == 0 ? 4 : 60); i > 0; --i) {
      literals.push_back(text_of(shortest + random() % 12));
      index.add(literals.back(), static_cast<std::uint32_t>(literals.size() - 1));
    }
    index.build();
    for (int i = 0; i < 10; ++i) {
      std::string text = text_of(random() % 90);
      if (!literals.empty()) text += literals[random() % literals.size()];
      text += text_of(random() % 40);
      ASSERT_EQ(by_index(index, text), one_by_one(literals, text)) << round << ": " << text;
    }
  }
}

}  // namespace
}  // namespace rulemap::sigma
