#include <algorithm>
#include <charconv>
#include <chrono>

#include "test_compile.h"

namespace rulemap::sigma {
namespace {

namespace chrono = std::chrono;

// A date as it is written; its time zone is not looked at. -1: no time is said.
struct Date {
  chrono::year_month_day day;
  int hour = -1, minute = -1;
};

// Exactly `digits` digits at `at`; -1 where there are none.
int number_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return -1;
  int out = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9') return -1;
    out = out * 10 + (c - '0');
  }
  return out;
}

// "2025-11-28", "2025-11-28T06:43:04.58Z", a blank for the T, slashes for the dashes.
std::optional<Date> written_date(std::string_view text) {
  const int year = number_at(text, 0, 4), month = number_at(text, 5, 2),
            day = number_at(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  if (text[4] != text[7] || (text[4] != '-' && text[4] != '/')) return std::nullopt;
  Date date{chrono::year(year) / month / day};
  if (!date.day.ok()) return std::nullopt;
  if (text.size() == 10) return date;
  if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
  date.hour = number_at(text, 11, 2);
  date.minute = number_at(text, 14, 2);
  if (text.size() < 16 || text[13] != ':' || date.hour > 23 || date.minute > 59) {
    return std::nullopt;
  }
  if (date.hour < 0 || date.minute < 0) return std::nullopt;
  return date;
}

// Seconds since 1970, or milliseconds, told apart by their digits; UTC.
std::optional<Date> epoch_date(std::string_view text) {
  constexpr std::int64_t kLastSecond = 99'999'999'999, kLastMillisecond = 99'999'999'999'999;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_whole = end == text.data() + text.size() || *end == '.';
  if (error != std::errc() || !is_whole || seconds < 0) return std::nullopt;
  if (seconds > kLastMillisecond) return std::nullopt;
  if (seconds > kLastSecond) seconds /= 1000;
  const chrono::sys_days day(chrono::days(seconds / 86'400));
  return Date{day, static_cast<int>(seconds % 86'400 / 3600),
              static_cast<int>(seconds % 3600 / 60)};
}

// ISO 8601: the week of the year that its Thursday lies in.
int week_of(const chrono::year_month_day& date) {
  const chrono::sys_days day(date);
  const chrono::sys_days thursday =
      day + chrono::days(4 - static_cast<int>(chrono::weekday(day).iso_encoding()));
  const chrono::sys_days first(chrono::year_month_day(thursday).year() / 1 / 1);
  return static_cast<int>((thursday - first).count() / 7 + 1);
}

int part_of(const Date& date, DatePart::Part part) {
  switch (part) {
    case DatePart::Part::minute:
      return date.minute;
    case DatePart::Part::hour:
      return date.hour;
    case DatePart::Part::day:
      return static_cast<int>(static_cast<unsigned>(date.day.day()));
    case DatePart::Part::week:
      return week_of(date.day);
    case DatePart::Part::month:
      return static_cast<int>(static_cast<unsigned>(date.day.month()));
    default:
      return static_cast<int>(date.day.year());
  }
}

}  // namespace

bool date_part_is(const Value& value, const DatePart& part) {
  if (value.kind != Value::Kind::text && value.kind != Value::Kind::number) return false;
  const auto date =
      value.kind == Value::Kind::number ? epoch_date(value.text) : written_date(value.text);
  return date && part_of(*date, part.part) == part.value;
}

}  // namespace rulemap::sigma
