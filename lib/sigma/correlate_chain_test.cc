// Correlations of correlations, what is reported, and what is given up.
#include <gtest/gtest.h>

#include <limits>

#include "correlate_testing.h"

namespace rulemap::sigma::testing {
namespace {

const std::string kBurst =
    "x: type: event_count, rules: a, timespan: 10s, group-by: U, condition: {gte: 2}\n";

TEST(CorrelateChain, AFiringIsAHitAtTheTimeOfItsLastEvent) {
  const std::string lines = kBurst + "y: type: temporal_ordered, rules: [x, b], timespan: 10s";
  EXPECT_EQ(fired(lines, "1a:U=p 9a:U=p 19b"), "x@9[0,1]{U=p} y@19[0,1,2]");
  EXPECT_EQ(fired(lines, "1a:U=p 9a:U=p 19.1b"), "x@9[0,1]{U=p}");
  EXPECT_EQ(fired(lines, "1a:U=p 3b 9a:U=p"), "x@9[0,2]{U=p}");
}

TEST(CorrelateChain, AFiringBringsItsGroupAndTheFieldsOfItsEvent) {
  const std::string lines =
      kBurst + "y: type: temporal, rules: [x, b], timespan: 10s, group-by: [U, H]";
  EXPECT_EQ(fired(lines, "1a:U=p,H=k 2a:U=p,H=h 3b:U=p,H=h"), "x@2[0,1]{U=p} y@3[0,1,2]{U=p}{H=h}");
  const std::string alias =
      "x: type: temporal, rules: [a, b], timespan: 10s, group-by: who, aliases: {who: {a: U, b: "
      "T}}\n"
      "y: type: value_count, rules: x, timespan: 60s, condition: {gte: 2, field: who}";
  EXPECT_EQ(fired(alias, "1a:U=p 2b:T=p 3a:U=q 4b:T=q"),
            "x@2[0,1]{who=p} x@4[2,3]{who=q} y@4[0,1,2,3]");
}

TEST(CorrelateChain, BurstsAreCountedOnceATimespan) {
  const std::string lines =
      kBurst + "y: type: event_count, rules: x, timespan: 60s, condition: {gte: 2}";
  EXPECT_EQ(fired(lines, "1a:U=p 2a:U=p 3a:U=p 4a:U=p"), "x@2[0,1]{U=p}");
  EXPECT_EQ(fired(lines, "1a:U=p 2a:U=p 21a:U=p 22a:U=p"),
            "x@2[0,1]{U=p} x@22[2,3]{U=p} y@22[0,1,2,3]");
  EXPECT_EQ(fired(lines, "1a:U=p 1a:U=q 2a:U=p 2a:U=q"),
            "x@2[0,2]{U=p} x@2[1,3]{U=q} y@2[0,1,2,3]");
}

TEST(CorrelateChain, WindowsThatCloseAtTheEndReachThoseAbove) {
  const std::string lines =
      "y: type: temporal, rules: [x, b], timespan: 10s\n"
      "x: type: event_count, rules: a, timespan: 10s, condition: {lt: 2}";
  EXPECT_EQ(fired(lines, "1a 2b"), "x@1[0] y@2[0,1]");
}

TEST(CorrelateChain, ALongOneIsNoRecursion) {
  std::string lines = "c0: type: event_count, rules: a, timespan: 1s, condition: {gte: 1}\n";
  for (int i = 1; i < 20'000; ++i) {
    lines += "c" + std::to_string(i) + ": type: event_count, rules: c" + std::to_string(i - 1) +
             ", timespan: 1s, condition: {gte: 1}\n";
  }
  const RuleSet rules = correlations(lines.substr(0, lines.size() - 1));
  EXPECT_EQ(run(rules, stream("1a")).size(), 20'000u);
}

TEST(CorrelateChain, GenerateSaysWhatIsReportedForItself) {
  const RuleSet rules = correlations(
      "x: type: temporal, rules: [a, b], timespan: 1s\n"
      "y: type: temporal, rules: [b, x], timespan: 1s, generate: true\n"
      "z: type: temporal, rules: [y], timespan: 1s");
  const Reported found = reported(rules);
  EXPECT_EQ(found.rules, (std::vector<bool>{false, true, true}));
  EXPECT_EQ(found.correlations, (std::vector<bool>{true, false, true}));
}

TEST(CorrelateLimits, GroupsUnusedForLongestGo) {
  CorrelateLimits limits;
  limits.groups = 2;
  const RuleSet rules = correlations(kBurst.substr(0, kBurst.size() - 1));
  CorrelateLosses losses;
  EXPECT_EQ(shown(rules, run(rules, stream("1a:U=p 2a:U=q 3a:U=r 4a:U=q 5a:U=p"), limits, &losses)),
            "x@4[1,3]{U=q}");
  EXPECT_EQ(losses.groups, 2u);
  // One whose window is over is no loss.
  run(rules, stream("1a:U=p 2a:U=q 30a:U=r"), limits, &losses);
  EXPECT_EQ(losses.groups, 0u);
}

TEST(CorrelateLimits, BytesAreBoundedWhateverTheValues) {
  CorrelateLimits limits;
  limits.bytes = 100'000;
  const RuleSet rules = correlations(
      "x: type: value_count, rules: a, timespan: 1h, group-by: U, condition: {gte: 9, field: V}");
  Correlator correlator(rules, limits);
  const std::string large(50'000, 'v');
  const std::uint32_t a[] = {0};
  for (int i = 0; i < 100; ++i) {
    const std::string value = large + std::to_string(i), user = std::to_string(i % 5);
    const auto read = [&](std::string_view field) -> std::optional<std::string_view> {
      return field == "V" ? value : user;
    };
    EXPECT_TRUE(correlator.add(0, i, a, read).empty());
  }
  EXPECT_GT(correlator.losses().groups, 90u);
}

TEST(CorrelateLimits, EventsOfAGroup) {
  CorrelateLimits limits;
  limits.events = 3;
  const std::string lines =
      "x: type: value_sum, rules: a, timespan: 10s, condition: {gte: 5, field: V}";
  const RuleSet rules = correlations(lines);
  CorrelateLosses losses;
  const Stream many = stream("1a:V=1 2a:V=1 3a:V=1 4a:V=1 5a:V=1 6a:V=1");
  EXPECT_TRUE(run(rules, many, limits, &losses).empty());
  EXPECT_EQ(losses.events, 3u);
  // A count that needs more gets more.
  EXPECT_EQ(fired("x: type: event_count, rules: a, timespan: 10s, condition: {gte: 5}",
                  "1a 2a 3a 4a 5a", limits),
            "x@5[0,1,2,3,4]");
  limits.evidence = 2;
  EXPECT_EQ(fired("x: type: event_count, rules: a, timespan: 10s, condition: {gte: 5}",
                  "1a 2a 3a 4a 5a", limits),
            "x@5[3,4]");
}

TEST(CorrelateLimits, LateHitsAreBoundedToo) {
  CorrelateLimits limits;
  limits.events = 3;
  const RuleSet rules =
      correlations("x: type: value_sum, rules: a, timespan: 10s, condition: {gte: 5, field: V}");
  CorrelateLosses losses;
  EXPECT_TRUE(
      run(rules, stream("9a:V=1 8a:V=1 7a:V=1 6a:V=1 5a:V=1 4a:V=1"), limits, &losses).empty());
  EXPECT_EQ(losses.events, 3u);
}

TEST(CorrelateLimits, AnyTimeMayCome) {
  const RuleSet rules = correlations(
      "x: type: event_count, rules: a, timespan: 100y, condition: {gte: 2}\n"
      "y: type: event_count, rules: a, timespan: 100y, condition: {lt: 2}");
  Stream extremes(3);
  extremes[0] = {std::numeric_limits<std::int64_t>::min(), {0}, {}};
  extremes[1] = {std::numeric_limits<std::int64_t>::max(), {0}, {}};
  extremes[2] = {0, {0}, {}};
  EXPECT_EQ(run(rules, extremes).size(), 2u);
}

}  // namespace
}  // namespace rulemap::sigma::testing
