// core.dedupe compared lists and objects by where they lie in memory: equal ones were not
// duplicates, and unequal ones could be.
#include <gtest/gtest.h>

#include "core/core.h"
#include "rulemap/testing/harness.h"

namespace rulemap::engine {
namespace {

// Which of the rows go on, one letter each: "+" goes on, "-" is a duplicate.
std::string taken(const std::string& key, const std::vector<std::string>& values) {
  rulemap::testing::StepHarness step(core_entry(), "core.dedupe", R"({"key": ")" + key + R"("})");
  std::string out;
  for (const std::string& each : values) {
    step.push(R"({"case.id": "c", ")" + key + R"(": )" + each + "}");
    out += step.last_merges().empty() ? "+" : "-";
  }
  return out;
}

TEST(DedupeByList, EqualListsAreDuplicates) {
  EXPECT_EQ(taken("tags", {R"(["a", "b"])", R"(["a","b"])", R"(["b", "a"])", R"(["a"])", R"([])",
                           R"(["a,b"])", R"([])"}),
            "+-++++-");
}

TEST(DedupeByList, EqualObjectsAreDuplicatesInAnyOrderOfMembers) {
  EXPECT_EQ(taken("x", {R"({"a": 1, "b": [{"c": 2}]})", R"({"b": [{"c": 2}], "a": 1})",
                        R"({"a": 1, "b": [{"c": 3}]})", R"({"a": "1", "b": [{"c": 2}]})"}),
            "+-++");
}

TEST(DedupeByList, SmallNumbersAndKindsAreToldApart) {
  EXPECT_EQ(taken("x", {"0.0000001", "0.0000002", "0.0000001", R"("[]")", "[]"}), "++-++");
}

}  // namespace
}  // namespace rulemap::engine
