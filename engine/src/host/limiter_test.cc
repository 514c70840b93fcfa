#include "host/limiter.h"

#include <gtest/gtest.h>

#include "host/forecast.h"

namespace rulemap::engine {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

TEST(Limiter, SeveralWindowsHoldAtOnce) {
  Limiter limiter;
  const std::vector<RateFile> rates = {{2, kMinute}, {3, kDay}};
  limiter.expect(rates);
  EXPECT_EQ(limiter.take("a", rates, 0).ms, 0);
  EXPECT_EQ(limiter.take("a", rates, 10).ms, 0);
  const Limiter::Wait minute = limiter.take("a", rates, 20);
  EXPECT_EQ(minute.ms, kMinute - 20);
  EXPECT_EQ(minute.why, "the allowance of 2/min (limits.rate) is used up");
  EXPECT_EQ(limiter.take("a", rates, kMinute).ms, 0);
  const Limiter::Wait day = limiter.take("a", rates, 2 * kMinute);
  EXPECT_EQ(day.ms, kDay - 2 * kMinute);
  EXPECT_EQ(day.why, "the allowance of 3/day (limits.rate) is used up");
  EXPECT_EQ(limiter.take("b", rates, 2 * kMinute).ms, 0) << "another account";
}

TEST(Limiter, ThreeRefusalsInARowEndTheDay) {
  Limiter limiter;
  EXPECT_EQ(limiter.refused("a", 0, -1, kDay), kMinute);
  EXPECT_EQ(limiter.refused("a", 10, -1, kDay), kMinute - 10) << "it had left before";
  EXPECT_EQ(limiter.take("a", {}, 1000).ms, kMinute - 1000);
  EXPECT_EQ(limiter.take("a", {}, kMinute).ms, 0);
  EXPECT_EQ(limiter.refused("a", kMinute, 5000, kDay), kMinute) << "a minute at least now";
  EXPECT_EQ(limiter.refused("a", 2 * kMinute, -1, kDay), kDay - 2 * kMinute);
  const Limiter::Wait wait = limiter.take("a", {}, 3 * kMinute);
  EXPECT_EQ(wait.ms, kDay - 3 * kMinute);
  EXPECT_NE(wait.why.find("429 three times in a row"), std::string::npos) << wait.why;
  EXPECT_EQ(limiter.take("a", {}, kDay).ms, 0);
}

TEST(Limiter, AnAnswerBetweenBeginsTheRowAnew) {
  Limiter limiter;
  EXPECT_EQ(limiter.refused("a", 0, 1000, kDay), 1000);
  limiter.answered("a", 500);  // had left before the refusal
  EXPECT_EQ(limiter.refused("a", kMinute, -1, kDay), kMinute);
  limiter.answered("a", 2 * kMinute);
  EXPECT_EQ(limiter.refused("a", 2 * kMinute, -1, kDay), kMinute);
}

TEST(Limiter, WhatTheProviderToldIsCountedDown) {
  Limiter limiter;
  limiter.tell("a", RULEMAP_SPAN_DAY, {500, 2, kDay});
  EXPECT_EQ(limiter.take("a", {}, 0).ms, 0);
  EXPECT_EQ(limiter.take("a", {}, 0).ms, 0);
  const Limiter::Wait wait = limiter.take("a", {}, kHour);
  EXPECT_EQ(wait.ms, kDay - kHour);
  EXPECT_EQ(wait.why, "the provider says that its allowance of 500 is used up");
  EXPECT_EQ(limiter.take("a", {}, kDay).ms, 0) << "it begins anew";
  limiter.tell("a", RULEMAP_SPAN_DAY, {500, 0, 2 * kDay});
  EXPECT_EQ(limiter.take("a", {}, kDay).ms, kDay) << "the last word counts";
}

TEST(Limiter, ThePastCountsThoughTheProviderToldBefore) {
  Limiter limiter;
  const std::vector<RateFile> rates = {{1, kDay}};
  limiter.expect(rates);
  limiter.tell("a", RULEMAP_SPAN_DAY, {500, 499, kDay});
  const Limiter::Before before = [](std::int64_t, std::int64_t) {
    return Limiter::Past{.ages = {kHour}};
  };
  EXPECT_EQ(limiter.take("a", rates, 0, before).ms, kDay - kHour);
}

TEST(Limiter, ARowOfRefusalsGoesOnOverRuns) {
  Limiter limiter;
  const Limiter::Before before = [](std::int64_t, std::int64_t) {
    return Limiter::Past{{}, kMinute, "it said so", 2};
  };
  const Limiter::Wait wait = limiter.take("a", {}, 0, before);
  EXPECT_EQ(wait.ms, kMinute);
  EXPECT_EQ(wait.why, "it said so");
  EXPECT_EQ(limiter.take("a", {}, kMinute, before).ms, 0);
  EXPECT_EQ(limiter.refused("a", kMinute, -1, kDay), kDay - kMinute) << "the third";
}

TEST(Forecast, SaysWhatFitsAndWhenTheRestGoesOn) {
  Limiter limiter;
  const std::vector<RateFile> rates = {{4, kMinute}, {10, kDay}};
  limiter.expect(rates);
  const Limiter::Before before = [](std::int64_t, std::int64_t) {
    return Limiter::Past{.ages = {2 * kHour}};  // one left two hours ago
  };
  const Forecast found = forecast(limiter, "a", rates, 12, kHour, 0, before);
  EXPECT_EQ(found.in_one_go, 9);
  EXPECT_EQ(found.one_go_ms, 2 * kMinute);
  EXPECT_EQ(found.goes_on_ms, kDay - 2 * kHour);
  EXPECT_EQ(found.why_not_more, "the allowance of 10/day (limits.rate) is used up");
  EXPECT_EQ(found.last_ms, kDay) << "the eleventh after the one before, the twelfth a day after";
}

TEST(Forecast, SpansEndInUtc) {
  constexpr std::int64_t kNoonOf31Jan = 1'769'860'800'000;  // 2026-01-31T12:00:00Z
  EXPECT_EQ(end_of_span(RULEMAP_SPAN_HOUR, kNoonOf31Jan), kNoonOf31Jan + kHour);
  EXPECT_EQ(end_of_span(RULEMAP_SPAN_DAY, kNoonOf31Jan), kNoonOf31Jan + 12 * kHour);
  EXPECT_EQ(end_of_span(RULEMAP_SPAN_MONTH, kNoonOf31Jan), kNoonOf31Jan + 12 * kHour);
  EXPECT_EQ(end_of_span(RULEMAP_SPAN_MONTH, kNoonOf31Jan + kDay),
            kNoonOf31Jan + 12 * kHour + 28 * kDay);
}

}  // namespace
}  // namespace rulemap::engine
