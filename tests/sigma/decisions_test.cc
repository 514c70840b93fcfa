// Each row of docs/sigma-decisions.md has a case in tests/sigma/cases whose name begins with its
// point, but for those that no case can show.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "rulemap/sigma/cases.h"

namespace rulemap::sigma {
namespace {

// Events that cannot be read, the log source, and bounds: in the tests that the rows name.
constexpr std::array<const char*, 5> kWithoutCase = {"numbers beyond a double in an event",
                                                     "text that is no UTF-8", "log source",
                                                     "an event of no known channel", "memory"};

std::vector<std::string> points() {
  std::vector<std::string> out;
  std::ifstream file(RULEMAP_SOURCE_DIR "/docs/sigma-decisions.md");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| ") || line.starts_with("| point ")) continue;
    std::string point = line.substr(2, line.find(" | ", 2) - 2);
    std::erase(point, '`');
    out.push_back(point);
  }
  return out;
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry :
       std::filesystem::directory_iterator(RULEMAP_SOURCE_DIR "/tests/sigma/cases")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const auto test = read_case(line);
      EXPECT_TRUE(test) << entry.path() << ": " << test.error().text();
      if (test) out.push_back(test->name);
    }
  }
  return out;
}

TEST(SigmaDecisions, EachHasACaseOfItsName) {
  const std::vector<std::string> cases = names(), rows = points();
  EXPECT_GE(rows.size(), 110u);
  for (const std::string& point : rows) {
    const bool is_shown = std::any_of(cases.begin(), cases.end(), [&](const std::string& name) {
      return name.starts_with(point + ": ");
    });
    const bool may_lack = std::count(kWithoutCase.begin(), kWithoutCase.end(), point) > 0;
    EXPECT_NE(is_shown, may_lack) << point;
  }
}

TEST(SigmaDecisions, NamesOfCasesAreGivenOnce) {
  std::vector<std::string> all = names();
  EXPECT_GE(all.size(), 300u);
  std::sort(all.begin(), all.end());
  const auto twice = std::adjacent_find(all.begin(), all.end());
  EXPECT_EQ(twice, all.end()) << (twice == all.end() ? "" : *twice);
}

}  // namespace
}  // namespace rulemap::sigma
