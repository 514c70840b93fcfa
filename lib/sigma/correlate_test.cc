// What correlations count, by which values, and when they fire.
#include "rulemap/sigma/correlate.h"

#include <gtest/gtest.h>

#include "correlate_testing.h"

namespace rulemap::sigma::testing {
namespace {

const std::string kTwo = "x: type: event_count, rules: a, timespan: 10s, condition: {gte: 2}";

TEST(Correlate, BothEndsOfAWindowBelongToIt) {
  EXPECT_EQ(fired(kTwo, "0a 10a"), "x@10[0,1]");
  EXPECT_EQ(fired(kTwo, "0a 10.1a"), "");
}

TEST(Correlate, WindowsSlide) { EXPECT_EQ(fired(kTwo, "9a 11a"), "x@11[0,1]"); }

TEST(Correlate, OtherRulesCountNowhere) { EXPECT_EQ(fired(kTwo, "1a 2b 3c 30a"), ""); }

TEST(Correlate, FiresOnceATimespanAndGroup) {
  EXPECT_EQ(fired(kTwo, "1a 2a 3a 4a 12a"), "x@2[0,1]");
  EXPECT_EQ(fired(kTwo, "1a 2a 3a 4a 12.1a"), "x@2[0,1] x@12.1[2,3,4]");
  EXPECT_EQ(fired(kTwo + ", group-by: U", "1a:U=p 1a:U=q 2a:U=p 2a:U=q"),
            "x@2[0,2]{U=p} x@2[1,3]{U=q}");
}

TEST(Correlate, AMissingGroupFieldCountsNowhere) {
  const std::string lines = kTwo + ", group-by: [U, H]";
  EXPECT_EQ(fired(lines, "1a:U=p 2a:U=p 3a 4a"), "");
  EXPECT_EQ(fired(lines, "1a:U=p,H= 2a:U=p,H="), "x@2[0,1]{U=p}{H=}");
  CorrelateLosses losses;
  run(correlations(lines), stream("1a:U=p 2a:U=p,H=q 3a"), {}, &losses);
  EXPECT_EQ(losses.without_group, 2u);
}

TEST(Correlate, GroupsAreTextsAndLettersKeepTheirCase) {
  const std::string lines = kTwo + ", group-by: [U, H]";
  EXPECT_EQ(fired(lines, "1a:U=p,H=q 2a:U=P,H=q"), "");
  EXPECT_EQ(fired(lines, "1a:U=pq,H=r 2a:U=p,H=qr"), "");
  EXPECT_EQ(fired(lines, "1a:U=1,H=q 2a:U=1.0,H=q"), "");
}

TEST(Correlate, LateHitsCountUpToATimespanBehind) {
  EXPECT_EQ(fired(kTwo, "20a 10a"), "x@20[0,1]");
  EXPECT_EQ(fired(kTwo, "20a 9.9a"), "");
  // Only a window between the late one and the newest holds.
  const std::string four = "x: type: event_count, rules: a, timespan: 10s, condition: {gte: 4}";
  EXPECT_EQ(fired(four, "0a 1a 9a 18a 8a"), "x@9[0,1,2,4]");
  CorrelateLosses losses;
  run(correlations(kTwo), stream("20a 9.9a 21b 1a"), {}, &losses);
  EXPECT_EQ(losses.late, 2u);
}

TEST(Correlate, OneWrongClockHarmsItsOwnGroupOnly) {
  EXPECT_EQ(fired(kTwo + ", group-by: U", "1a:U=p 99999999a:U=q 2a:U=p"), "x@2[0,2]{U=p}");
}

TEST(Correlate, HitsOfOneTimeAreInEitherOrder) {
  const std::string lines = "x: type: temporal_ordered, rules: [a, b], timespan: 10s";
  EXPECT_EQ(fired(lines, "5a 5b"), "x@5[0,1]");
  EXPECT_EQ(fired(lines, "5b 5a"), "x@5[0,1]");
  EXPECT_EQ(fired(lines, "5b 5.1a"), "");
}

TEST(Correlate, AnEventOfSeveralRulesIsOneEvent) {
  const std::string count = "x: type: event_count, rules: [a, b], timespan: 10s, condition: ";
  EXPECT_EQ(fired(count + "{gte: 2}", "1a,b"), "");
  EXPECT_EQ(fired(count + "{gte: 2}", "1a,b 2a,b"), "x@2[0,1]");
  EXPECT_EQ(fired("x: type: temporal, rules: [a, b], timespan: 10s", "1a,b"), "x@1[0]");
}

TEST(Correlate, DistinctValuesAreTexts) {
  const std::string lines =
      "x: type: value_count, rules: a, timespan: 10s, condition: {gte: 2, field: V}";
  EXPECT_EQ(fired(lines, "1a:V=1 2a:V=1 3a:V=1 4a"), "");
  EXPECT_EQ(fired(lines, "1a:V=q 2a:V=Q"), "x@2[0,1]");
  EXPECT_EQ(fired(lines, "1a:V=1 2a:V=01"), "x@2[0,1]");
  EXPECT_EQ(fired(lines, "1a:V=1 12a:V=2"), "");
}

TEST(Correlate, SeveralFieldsAreATuple) {
  const std::string lines =
      "x: type: value_count, rules: a, timespan: 10s, condition: {gte: 3, field: [V, W]}";
  EXPECT_EQ(fired(lines, "1a:V=1,W=1 2a:V=1,W=2 3a:V=2,W=1"), "x@3[0,1,2]");
  EXPECT_EQ(fired(lines, "1a:V=1,W=1 2a:V=1,W=2 3a:V=2"), "");
  EXPECT_EQ(fired(lines, "1a:V=12,W=3 2a:V=1,W=23 3a:V=1,W=23"), "");
}

std::string numbers(const std::string& type, const std::string& condition) {
  return "x: type: " + type + ", rules: a, timespan: 10s, condition: {field: V, " + condition + "}";
}

TEST(Correlate, SumsAndAverages) {
  EXPECT_EQ(fired(numbers("value_sum", "gte: 6"), "1a:V=1 2a:V=2 3a:V=2.9 4a:V=0.1"),
            "x@4[0,1,2,3]");
  EXPECT_EQ(fired(numbers("value_sum", "gt: 9007199254740992"), "1a:V=9007199254740992 2a:V=1"),
            "x@2[0,1]");
  EXPECT_EQ(fired(numbers("value_sum", "gt: 5"), "1a:V=9 2a:V=-5"), "x@1[0]");
  EXPECT_EQ(fired(numbers("value_avg", "gte: 2"), "1a:V=1 2a:V=2 3a:V=3"), "x@3[0,1,2]");
  EXPECT_EQ(fired(numbers("value_avg", "gt: 1.5"), "1a:V=1 2a:V=2"), "");
  EXPECT_EQ(fired(numbers("value_sum", "gte: 1e308"), "1a:V=1e308 2a:V=1e308"), "x@1[0]");
}

TEST(Correlate, WhatIsNoNumberCountsNowhere) {
  EXPECT_EQ(fired(numbers("value_avg", "gte: 4"), "1a:V=1 2a:V=x 3a:V= 4a 5a:V=7"), "x@5[0,4]");
  CorrelateLosses losses;
  run(correlations(numbers("value_avg", "gte: 4")), stream("1a:V=x 2a 3a:V=1"), {}, &losses);
  EXPECT_EQ(losses.without_value, 2u);
}

TEST(Correlate, APercentileIsAValueThatOccurs) {
  const std::string hundred = [] {
    std::string out;
    for (int i = 1; i <= 100; ++i) out += (i == 1 ? "" : " ") + ("1a:V=" + std::to_string(101 - i));
    return out;
  }();
  const auto at_the_end = [&](const std::string& condition) {
    return fired(numbers("value_percentile", condition), hundred).ends_with("99]");
  };
  EXPECT_TRUE(at_the_end("percentile: 95, lte: 95"));
  EXPECT_FALSE(at_the_end("percentile: 95, lt: 95"));
  EXPECT_TRUE(at_the_end("percentile: 0, lte: 1"));
  EXPECT_EQ(fired(numbers("value_percentile", "percentile: 50, gte: 3"), "1a:V=1 2a:V=3 3a:V=9"),
            "x@3[0,1,2]");
}

TEST(Correlate, AMedianOfTwoIsBetweenThem) {
  EXPECT_EQ(fired(numbers("value_median", "eq: 2.5"), "1a:V=1 2a:V=4"), "x@2[0,1]");
  EXPECT_EQ(fired(numbers("value_median", "gte: 3"), "1a:V=1 2a:V=2 3a:V=100 4a:V=4"),
            "x@4[0,1,2,3]");
}

TEST(Correlate, CountsWithAnUpperBoundWaitForTheEndOfTheirWindow) {
  const auto count = [](const std::string& condition) {
    return "x: type: event_count, rules: a, timespan: 10s, condition: {" + condition + "}";
  };
  EXPECT_EQ(fired(count("lt: 3"), "1a 2a 3a"), "");
  EXPECT_EQ(fired(count("lt: 3"), "1a 2a 20a 21a 22a"), "x@2[0,1]");
  EXPECT_EQ(fired(count("lte: 2"), "1a 2a"), "x@2[0,1]");
  EXPECT_EQ(fired(count("eq: 2"), "1a 2a 3a"), "");
  EXPECT_EQ(fired(count("eq: 2"), "1a 11a 12a"), "x@11[0,1]");
  EXPECT_EQ(fired(count("neq: 2"), "1a 2a"), "");
  EXPECT_EQ(fired(count("neq: 2"), "1a 2a 3a"), "x@3[0,1,2]");
  EXPECT_EQ(fired(count("gte: 2, lt: 4"), "1a 2a 3a"), "x@3[0,1,2]");
  EXPECT_EQ(fired(count("gte: 2, lt: 4"), "1a 2a 3a 4a"), "");
  EXPECT_EQ(fired(count("gte: 2, lt: 4"), "1a"), "");
  EXPECT_EQ(fired(count("lt: 3"), "5a 1a"), "x@5[0]");
}

TEST(Correlate, AnUpperBoundOnAnAverageMoves) {
  EXPECT_EQ(fired(numbers("value_avg", "lt: 3"), "1a:V=5 2a:V=1 3a:V=1 4a:V=90"), "x@3[0,1,2]");
}

TEST(Correlate, WindowsCloseAsTimeGoesOn) {
  const RuleSet rules =
      correlations("x: type: event_count, rules: a, timespan: 10s, condition: {lt: 3}");
  Correlator correlator(rules);
  const std::uint32_t a[] = {0};
  const ReadField none = [](std::string_view) { return std::nullopt; };
  EXPECT_TRUE(correlator.add(7, 1000, a, none).empty());
  EXPECT_TRUE(correlator.advance(11'000).empty());
  const auto fired = correlator.advance(11'001);
  ASSERT_EQ(fired.size(), 1u);
  EXPECT_EQ(fired[0].time_ms, 1000);
  EXPECT_EQ(fired[0].events, (std::vector<std::uint64_t>{7}));
  EXPECT_TRUE(correlator.finish().empty());
}

TEST(Correlate, TemporalWantsEveryRuleInAnyOrder) {
  const std::string lines = "x: type: temporal, rules: [a, b, c], timespan: 10s";
  EXPECT_EQ(fired(lines, "1c 2a 11b"), "x@11[0,1,2]");
  EXPECT_EQ(fired(lines, "1c 2a 11.1b"), "");
  EXPECT_EQ(fired(lines, "1a 2b 3a"), "");
  EXPECT_EQ(fired(lines + ", condition: {gte: 2}", "1a 2a 3c"), "x@3[0,1,2]");
}

TEST(Correlate, TemporalOrderedWantsTheOrderOfTheRules) {
  const std::string lines = "x: type: temporal_ordered, rules: [a, b, c], timespan: 10s";
  EXPECT_EQ(fired(lines, "1a 2b 3c"), "x@3[0,1,2]");
  EXPECT_EQ(fired(lines, "1b 2a 3c"), "");
  EXPECT_EQ(fired(lines, "1b 2a 3c 4b 5c"), "x@5[0,1,2,3,4]");
  EXPECT_EQ(fired(lines, "3c 2b 1a"), "x@3[0,1,2]");
  EXPECT_EQ(fired(lines + ", condition: {gte: 2}", "1c 2b 3a"), "");
  EXPECT_EQ(fired(lines + ", condition: {gte: 2}", "1c 2a 3a 4c"), "x@4[0,1,2,3]");
}

TEST(Correlate, TemporalConditionsAsTexts) {
  const std::string lines = "x: type: temporal, rules: [a, b, c], timespan: 10s, condition: ";
  EXPECT_EQ(fired(lines + "a and (b or c)", "1a 2c"), "x@2[0,1]");
  EXPECT_EQ(fired(lines + "a and (b or c)", "1b 2c"), "");
  EXPECT_EQ(fired(lines + "a and not b", "1a 2c"), "x@2[0,1]");
  EXPECT_EQ(fired(lines + "a and not b", "1a 9b"), "");
  EXPECT_EQ(fired(lines + "a and not b", "9b 10a"), "");
  EXPECT_EQ(fired(lines + "a and not b", "1a 12b"), "x@1[0]");
}

TEST(Correlate, OrderedConditionsAsTexts) {
  const std::string lines =
      "x: type: temporal_ordered, rules: [a, b, c], timespan: 10s, condition: ";
  EXPECT_EQ(fired(lines + "a and (b or c)", "1a 2c"), "x@2[0,1]");
  EXPECT_EQ(fired(lines + "a and (b or c)", "1c 2a"), "");
  EXPECT_EQ(fired(lines + "b and not c", "1a 2b"), "x@2[0,1]");
}

TEST(Correlate, AliasesGiveAFieldOfEachRule) {
  const std::string lines =
      "x: type: temporal, rules: [a, b], timespan: 10s, group-by: who, "
      "aliases: {who: {a: U, b: T}}";
  EXPECT_EQ(fired(lines, "1a:U=p 2b:T=q 3b:T=p,U=z"), "x@3[0,2]{who=p}");
  EXPECT_EQ(fired(lines, "1a:U=p 2b:U=p"), "");
  // What an alias does not say of a rule is a field of that name.
  const std::string half =
      "x: type: temporal, rules: [a, b], timespan: 10s, group-by: T, aliases: {T: {a: U}}";
  EXPECT_EQ(fired(half, "1a:U=p 2b:T=p"), "x@2[0,1]{T=p}");
}

}  // namespace
}  // namespace rulemap::sigma::testing
