#include "rulemap/sigma/event_time.h"

#include <gtest/gtest.h>

namespace rulemap::sigma {
namespace {

TEST(EventTime, ReadsIso8601) {
  constexpr std::int64_t kNoon = 1'772'366'400'000;  // 2026-03-01T12:00:00Z
  const std::pair<const char*, std::int64_t> rows[] = {
      {"2026-03-01T12:00:00Z", kNoon},
      {"2026-03-01T12:00:00", kNoon},
      {"2026-03-01 12:00", kNoon},
      {"2026/03/01t12:00:00z", kNoon},
      {"2026-03-01 12:00:00 +0000", kNoon},
      {"2026-03-01T14:00:00+02:00", kNoon},
      {"2026-03-01T06:30:00-0530", kNoon},
      {"2026-03-01T14:00+02", kNoon},
      {"2026-03-01T12:00:00.5Z", kNoon + 500},
      {"2026-03-01T12:00:00,123456789Z", kNoon + 123},
      {"2026-03-01T11:59:60Z", kNoon},
      {"2026-03-01", kNoon - 43'200'000},
      {"1969-12-31T23:59:59Z", -1000},
  };
  for (const auto& [text, ms] : rows) EXPECT_EQ(event_time_ms(text), ms) << text;
}

TEST(EventTime, ReadsNumbersByTheirSize) {
  const std::pair<const char*, std::int64_t> rows[] = {
      {"0", 0},
      {"1772366400", 1'772'366'400'000},
      {"1772366400.25", 1'772'366'400'250},
      {"1772366400123", 1'772'366'400'123},
      {"1772366400123.9", 1'772'366'400'124},
      {"1772366400123456", 1'772'366'400'123},
      {"1772366400123456789", 1'772'366'400'123},
      {"99999999999", 99'999'999'999'000},
      {"100000000000", 100'000'000'000},
      {"-1", -1000},
  };
  for (const auto& [text, ms] : rows) EXPECT_EQ(event_time_ms(text), ms) << text;
}

TEST(EventTime, RefusesWhatIsNone) {
  for (const char* text :
       {"", "x", "2026-13-01T00:00", "2026-02-30", "2026-03-01T24:00", "2026-03-01T12",
        "2026-03-01T12:60", "2026-03-01T12:00:61", "2026-03-01T12:00:00.", "2026-03-01T12:00:00Zx",
        "2026-03-01T12:00:00+2", "2026-03/01", "12:00", "1e300", "2026-03-01X12:00"}) {
    EXPECT_EQ(event_time_ms(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rulemap::sigma
