// A case passes where it is right, and fails with what was otherwise.
#include <gtest/gtest.h>

#include "rulemap/sigma/cases.h"

namespace rulemap::sigma {
namespace {

const std::string kRule =
    "title: t\nname: t\nlogsource: {category: c}\ndetection: {s: {F: a}, condition: s}\n";
const std::string kOther =
    "---\ntitle: u\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\nlogsource: {category: c}\n"
    "detection: {s: {F|startswith: a}, condition: s}\n";
const std::string kCount =
    "---\ntitle: c\ncorrelation: {type: event_count, rules: t, timespan: 10s, condition: {gte: "
    "2}}\n";

std::string said(const CaseOutcome& outcome) {
  return (outcome.passed ? "passed: " : "failed: ") + outcome.message;
}

TEST(CaseRun, Detections) {
  Case test{"n", Case::Kind::detection, kRule, {R"({"F":"a"})", R"({"F":"b"})"}, {true, false}};
  EXPECT_EQ(said(run_case(test)), "passed: ");
  test.holds = {true, true};
  EXPECT_EQ(said(run_case(test)), "failed: events[1] does not match, expected that it matches");
  test.events[0] = "{";
  EXPECT_NE(said(run_case(test)).find("failed: events[0]: "), std::string::npos);
  test.rule = "title: x";
  EXPECT_NE(said(run_case(test)).find("failed: rule:1:"), std::string::npos);
}

TEST(CaseRun, CollectionsNameRulesByIdOrNameOrTitle) {
  Case test{"n", Case::Kind::collection, kRule + kOther, {R"({"F":"a"})", R"({"F":"ab"})"}};
  test.ids = {{"t", "929a690e-bef0-4204-a928-ef5e620d6fcc"},
              {"929a690e-bef0-4204-a928-ef5e620d6fcc"}};
  EXPECT_EQ(said(run_case(test)), "passed: ");
  test.ids[1] = {};
  EXPECT_EQ(said(run_case(test)),
            "failed: events[1] matches [929a690e-bef0-4204-a928-ef5e620d6fcc], expected []");
  test.ids[1] = {"929a690e-bef0-4204-a928-ef5e620d6fcc"};
  test.rule += "---\ntitle: broken\n";
  EXPECT_NE(said(run_case(test)).find("passed: rule:"), std::string::npos);
}

TEST(CaseRun, CorrelationsReadTheTimestamp) {
  Case test{"n",
            Case::Kind::correlation,
            kRule + kCount,
            {R"({"F":"a","timestamp":1700000000})", R"({"F":"a","timestamp":1700000010000})"},
            {true}};
  EXPECT_EQ(said(run_case(test)), "passed: ");
  test.events[1] = R"({"F":"a","timestamp":"2023-11-14T22:13:31Z"})";
  EXPECT_EQ(said(run_case(test)), "failed: it does not fire, expected that it does");
  test.events[1] = R"({"F":"a","timestamp":"then"})";
  EXPECT_EQ(said(run_case(test)),
            "failed: it does not fire, expected that it does; events[1] has no `timestamp` that "
            "reads as a time");
  test.holds = {false};
  EXPECT_EQ(said(run_case(test)), "passed: ");
}

TEST(CaseRun, LoadErrors) {
  Case test{"n", Case::Kind::load_error, kRule, {}, {}};
  EXPECT_EQ(said(run_case(test)), "failed: it loads, expected that it is refused");
  test.rule += "---\ntitle: broken\n";
  EXPECT_NE(said(run_case(test)).find("passed: rule:"), std::string::npos);
}

TEST(CaseRun, PlaceholdersHaveTheirValues) {
  Case test{"n",
            Case::Kind::detection,
            "title: t\nlogsource: {category: c}\ndetection: {s: {F|expand: '%p%'}, condition: s}",
            {R"({"F":"a"})"},
            {true}};
  EXPECT_NE(said(run_case(test)).find("failed: rule:3:"), std::string::npos);
  test.placeholders = {{"p", {"a", "b"}}};
  EXPECT_EQ(said(run_case(test)), "passed: ");
}

}  // namespace
}  // namespace rulemap::sigma
