// Correlations: what they say, and what their references lead to.
#include <gtest/gtest.h>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

using Type = Correlation::Type;

std::string rule(const std::string& name) {
  return "title: " + name + "\nname: " + name +
         "\nlogsource: {category: c}\ndetection:\n  s: {F: a}\n  condition: s\n---\n";
}

const std::string kRules = rule("a") + rule("b");  // 14 lines

std::string correlation(const std::string& name, const std::string& body) {
  return "title: " + name + "\nname: " + name + "\ncorrelation: {" + body + "}\n";
}

RuleSet load(const std::string& body) { return load_text(kRules + correlation("c", body)); }

Correlation only(const std::string& body) {
  RuleSet rules = load(body);
  EXPECT_EQ(problems_of(rules), "") << body;
  return rules.correlations.empty() ? Correlation{} : std::move(rules.correlations[0]);
}

std::string problems(const std::string& body) { return problems_of(load(body)); }

TEST(Correlation, EveryPartIsRead) {
  const Correlation found = only(
      "type: value_count, rules: [b, a], group-by: [User, host], timespan: 15m, generate: true, "
      "condition: {gte: 10, lt: 1000, field: [G, H]}, aliases: {user: {a: User, b: Account}}");
  EXPECT_EQ(found.type, Type::value_count);
  ASSERT_EQ(found.members.size(), 2u);
  EXPECT_EQ(found.members[0].index, 1u);
  EXPECT_EQ(found.members[1].index, 0u);
  EXPECT_FALSE(found.members[0].is_correlation);
  EXPECT_EQ(found.group_by, (std::vector<std::string>{"User", "host"}));
  EXPECT_EQ(found.timespan_ms, 15 * 60'000);
  EXPECT_TRUE(found.generate);
  ASSERT_EQ(found.bounds.size(), 2u);
  EXPECT_EQ(found.bounds[0].kind, Correlation::Bound::Kind::gte);
  EXPECT_EQ(found.bounds[0].number.natural, 10u);
  EXPECT_EQ(found.bounds[1].kind, Correlation::Bound::Kind::lt);
  EXPECT_EQ(found.fields, (std::vector<std::string>{"G", "H"}));
  ASSERT_EQ(found.aliases.size(), 1u);
  EXPECT_EQ(found.aliases[0].alias, "user");
  using Fields = std::vector<std::pair<std::uint32_t, std::string>>;
  EXPECT_EQ(found.aliases[0].fields, (Fields{{1, "User"}, {0, "Account"}}));
}

TEST(Correlation, EveryTypeIsRead) {
  const std::pair<const char*, Type> rows[] = {
      {"type: event_count, condition: {gte: 1}", Type::event_count},
      {"type: value_count, condition: {gte: 1, field: F}", Type::value_count},
      {"type: temporal", Type::temporal},
      {"type: temporal_ordered", Type::temporal_ordered},
      {"type: value_sum, condition: {gt: 1, field: F}", Type::value_sum},
      {"type: value_avg, condition: {lte: 1, field: F}", Type::value_avg},
      {"type: value_percentile, condition: {gt: 1, field: F, percentile: 95}",
       Type::value_percentile},
      {"type: value_median, condition: {eq: 1, field: [F]}", Type::value_median},
  };
  for (const auto& [body, type] : rows) {
    EXPECT_EQ(only(std::string(body) + ", rules: a, timespan: 1h").type, type) << body;
  }
  EXPECT_EQ(only("type: value_percentile, condition: {neq: 1, field: F, percentile: 99.5}, "
                 "rules: a, timespan: 1h")
                .percentile,
            99.5);
}

TEST(Correlation, Timespans) {
  const std::pair<const char*, std::int64_t> rows[] = {
      {"1s", 1},       {"90m", 5400},     {"2h", 7200},       {"1d", 86'400},
      {"1w", 604'800}, {"1M", 2'629'746}, {"1y", 31'556'952}, {"100y", 3'155'695'200}};
  for (const auto& [text, seconds] : rows) {
    EXPECT_EQ(only(std::string("type: temporal, rules: a, timespan: ") + text).timespan_ms,
              seconds * 1000)
        << text;
  }
  for (const char* text : {"''", "s", "5", "0s", "-1s", "1.5h", "1h30m", "5x", "5S", "101y",
                           "99999999999999999999s", "[1s]", "null"}) {
    const std::string said = problems(std::string("type: temporal, rules: a, timespan: ") + text);
    EXPECT_NE(said.find("`timespan` is a "), std::string::npos) << text << said;
  }
}

TEST(Correlation, ATemporalConditionMayCountOrBeAText) {
  EXPECT_EQ(only("type: temporal, rules: [a, b], timespan: 1s, condition: {gte: 2}").bounds.size(),
            1u);
  const Correlation text =
      only("type: temporal, rules: [b, a], timespan: 1s, condition: a and not b or 1 of b*");
  ASSERT_TRUE(text.condition.has_value());
  EXPECT_EQ(shown(*text.condition), "(([a]1 exists & ![b]0 exists) | [b]0 exists)");
}

TEST(Correlation, ReferencesMayStandBeforeWhatTheyNameAndInOtherFiles) {
  const std::string outer = correlation("outer", "type: temporal, rules: [c, a], timespan: 1s");
  const std::string inner =
      correlation("c",
                  "type: event_count, rules: 929A690E-BEF0-4204-A928-EF5E620D6FCC, "
                  "timespan: 1s, condition: {gte: 1}");
  const std::string text = kRules +
                           "title: R\nid: 929a690e-bef0-4204-a928-ef5e620d6fcc\n"
                           "logsource: {category: c}\ndetection: {s: {F: a}, condition: s}\n";
  const RuleText files[] = {{"1.yml", outer}, {"2.yml", inner}, {"3.yml", text}};
  const RuleSet rules = load_texts(files);
  EXPECT_EQ(problems_of(rules), "");
  ASSERT_EQ(rules.correlations.size(), 2u);
  EXPECT_EQ(rules.correlations[0].header.title, "outer");
  EXPECT_TRUE(rules.correlations[0].members[0].is_correlation);
  EXPECT_EQ(rules.correlations[0].members[0].index, 1u);
  EXPECT_FALSE(rules.correlations[0].members[1].is_correlation);
  EXPECT_EQ(rules.correlations[1].members[0].index, 2u);
}

TEST(Correlation, WhatIsWrongIsNamed) {
  const std::string rest = ", rules: a, timespan: 1s";
  const char* rows[][2] = {
      {"rules: a, timespan: 1s", "a correlation has a `type`, one of event_count, value_count"},
      {"type: count, rules: a, timespan: 1s", "`type` is one of event_count, value_count"},
      {"type: temporal, timespan: 1s", "a correlation has `rules`, ids or names"},
      {"type: temporal, rules: [], timespan: 1s", "a correlation has `rules`, ids or names"},
      {"type: temporal, rules: [[a]], timespan: 1s", "`rules` holds ids or names"},
      {"type: temporal, rules: a", "`timespan` is a number and one of s, m, h, d, w, M (month)"},
      {"type: temporal, rules: zz, timespan: 1s",
       "no loaded rule or correlation has the id or name `zz`"},
      {"type: temporal, rules: [a, a], timespan: 1s", "`a` is named twice"},
      {"type: temporal, rules: c, timespan: 1s", "the correlation refers to itself: `c` -> `c`"},
      {"type: temporal, rules: a, timespan: 1s, group_by: [F]",
       "a correlation has no `group_by`; did you mean `group-by`?"},
      {"type: temporal, rules: a, timespan: 1s, group-by: {F: G}",
       "`group-by` holds names of fields"},
      {"type: event_count, rules: a, timespan: 1s",
       "`event_count` has a `condition` such as `gte: 10`"},
      {"type: event_count, rules: a, timespan: 1s, condition: a and b",
       "`event_count` has a `condition` such"},
      {"type: event_count, rules: a, timespan: 1s, condition: {}",
       "the condition has a bound, one of gt, gte"},
      {"type: event_count, rules: a, timespan: 1s, condition: {gte: many}", "`gte` takes a number"},
      {"type: event_count, rules: a, timespan: 1s, condition: {ge: 1}",
       "the condition of a correlation has no `ge`; did you mean `gt`?"},
      {"type: event_count, rules: a, timespan: 1s, condition: {gte: 1, field: F}",
       "`event_count` counts no values; leave `field` out"},
      {"type: value_sum, rules: a, timespan: 1s, condition: {gte: 1}",
       "the condition of `value_sum` has `field`, the name of the field"},
      {"type: value_sum, rules: a, timespan: 1s, condition: {gte: 1, field: [F, G]}",
       "`value_sum` is of one field; only value_count takes several"},
      {"type: value_percentile, rules: a, timespan: 1s, condition: {gte: 1, field: F}",
       "the condition of `value_percentile` has a `percentile` from 0 to 100"},
      {"type: value_percentile, rules: a, timespan: 1s, condition: {gte: 1, field: F, percentile: "
       "101}",
       "the condition of `value_percentile` has a `percentile` from 0 to 100"},
      {"type: value_sum, rules: a, timespan: 1s, condition: {gte: 1, field: F, percentile: 5}",
       "`percentile` belongs to the type value_percentile"},
      {"type: temporal, rules: a, timespan: 1s, condition: a and zz", "there is no `zz` here"},
      {"type: temporal, rules: a, timespan: 1s, condition: a and",
       "the condition ends where a name is due"},
      {"type: temporal, rules: a, timespan: 1s, aliases: [x]",
       "`aliases` maps each alias to a map"},
      {"type: temporal, rules: a, timespan: 1s, aliases: {x: y}",
       "`aliases` maps each alias to a map"},
      {"type: temporal, rules: a, timespan: 1s, aliases: {x: {a: [F]}}",
       "`aliases` maps each alias"},
      {"type: temporal, rules: a, timespan: 1s, aliases: {x: {b: F}}",
       "the alias is for `b`, which is none of the `rules`"},
      {"type: temporal, rules: a, timespan: 1s, generate: maybe", "`generate` is true or false"},
  };
  for (const auto& row : rows) {
    const RuleSet rules = load(row[0]);
    EXPECT_TRUE(rules.correlations.empty()) << row[0];
    EXPECT_EQ(rules.rules.size(), 2u);
    EXPECT_NE(problems_of(rules).find(row[1]), std::string::npos) << row[0] << "\n"
                                                                  << problems_of(rules);
    for (const Problem& problem : rules.problems) EXPECT_GE(problem.place.line, 15u) << row[0];
  }
}

std::string chain(const std::string& name, const std::string& rules) {
  return correlation(name, "type: temporal, timespan: 1s, rules: [" + rules + "]") + "---\n";
}

TEST(Correlation, CirclesAreRefusedWithTheWayAround) {
  const RuleSet rules = load_text(kRules + chain("x", "y") + chain("y", "a, z") + chain("z", "x") +
                                  chain("in", "b, x") + chain("outer", "in") + chain("fine", "a"));
  ASSERT_EQ(rules.correlations.size(), 1u);
  EXPECT_EQ(rules.correlations[0].header.title, "fine");
  EXPECT_EQ(problems_of(rules),
            "15:1: the correlation refers to itself: `x` -> `y` -> `z` -> `x`\n"
            "19:1: the correlation refers to itself: `y` -> `z` -> `x` -> `y`\n"
            "23:1: the correlation refers to itself: `z` -> `x` -> `y` -> `z`\n"
            "27:1: the correlation refers to `x`, which was refused\n"
            "31:1: the correlation refers to `in`, which was refused");
}

// Whoever walks chains by calling itself runs out of stack here.
TEST(Correlation, ALongChainIsFineAndALongCircleIsSaidShortly) {
  std::string text = rule("a") + chain("c0", "a");
  for (int i = 1; i < 20'000; ++i)
    text += chain("c" + std::to_string(i), "c" + std::to_string(i - 1));
  EXPECT_EQ(load_text(text).correlations.size(), 20'000u);
  const RuleSet circle = load_text(text + chain("a", "c19999"));
  EXPECT_EQ(circle.correlations.size(), 0u);
  std::string around;
  for (int i = 0; i < 20'000; ++i)
    around += chain("c" + std::to_string(i), "c" + std::to_string((i + 1) % 20'000));
  const RuleSet rules = load_text(around);
  EXPECT_TRUE(rules.correlations.empty());
  ASSERT_EQ(rules.problems.size(), 10'000u);
  EXPECT_LT(rules.problems[0].message.size(), 200u);
  EXPECT_EQ(rules.problems.back().message, "10001 more problems are not kept");
}

TEST(Correlation, ANameThatSeveralHaveIsRefused) {
  const RuleSet rules = load_text(kRules + rule("a") + chain("x", "a"));
  EXPECT_EQ(rules.rules.size(), 3u);
  EXPECT_TRUE(rules.correlations.empty());
  EXPECT_NE(problems_of(rules).find("`a` is the id or name of 2 rules"), std::string::npos);
}

}  // namespace
}  // namespace rulemap::sigma
