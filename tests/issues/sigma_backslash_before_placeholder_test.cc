// `\\%dir%` under `expand` is a backslash and a placeholder: the first backslash escapes the
// second, not the percent sign. It was taken for a literal `%dir%`.
#include <gtest/gtest.h>

#include "rulemap/sigma/cases.h"

namespace rulemap::sigma {
namespace {

TEST(Issue, SigmaBackslashBeforePlaceholder) {
  Case test;
  test.rule =
      "title: t\nlogsource: {category: c}\n"
      "detection: {s: {F|expand: 'C:\\\\%dir%\\x'}, condition: s}\n";
  test.events = {R"({"F":"C:\\a\\x"})", R"({"F":"C:\\%dir%\\x"})"};
  test.holds = {true, false};
  test.placeholders = {{"dir", {"a"}}};
  const CaseOutcome outcome = run_case(test);
  EXPECT_TRUE(outcome.passed) << outcome.message;
}

}  // namespace
}  // namespace rulemap::sigma
