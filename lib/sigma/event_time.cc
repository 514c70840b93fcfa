#include "rulemap/sigma/event_time.h"

#include <chrono>
#include <cmath>

#include "rulemap/sigma/number.h"

namespace rulemap::sigma {
namespace {

// A text that is read from its begin; what was read is gone from it.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool is_at_end() const { return rest_.empty(); }
  char take_one_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return '\0';
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  std::optional<int> take_digit() {
    if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return std::nullopt;
    const int digit = rest_.front() - '0';
    rest_.remove_prefix(1);
    return digit;
  }
  // A number of exactly so many digits, at most `most`.
  std::optional<int> take(int digits, int most) {
    int out = 0;
    for (int i = 0; i < digits; ++i) {
      const auto digit = take_digit();
      if (!digit) return std::nullopt;
      out = out * 10 + *digit;
    }
    if (out > most) return std::nullopt;
    return out;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> take_date(Cursor& cursor) {
  const auto year = cursor.take(4, 9999);
  const char between = cursor.take_one_of("-/");
  const auto month = between ? cursor.take(2, 12) : std::nullopt;
  const bool goes_on = month && cursor.take_one_of(std::string_view(&between, 1));
  const auto day = goes_on ? cursor.take(2, 31) : std::nullopt;
  if (!year || !day) return std::nullopt;
  const std::chrono::year_month_day date = std::chrono::year(*year) / *month / *day;
  if (!date.ok()) return std::nullopt;
  return std::chrono::milliseconds(std::chrono::sys_days(date).time_since_epoch()).count();
}

std::optional<std::int64_t> take_seconds(Cursor& cursor) {
  const auto seconds = cursor.take(2, 60);  // 60: a leap second
  if (!seconds) return std::nullopt;
  std::int64_t out = *seconds * 1000;
  if (!cursor.take_one_of(".,")) return out;
  auto digit = cursor.take_digit();
  if (!digit) return std::nullopt;
  for (int unit = 100; digit; digit = cursor.take_digit(), unit /= 10) out += *digit * unit;
  return out;
}

std::optional<std::int64_t> take_time(Cursor& cursor) {
  const auto hour = cursor.take(2, 23);
  const bool goes_on = hour && cursor.take_one_of(":");
  const auto minute = goes_on ? cursor.take(2, 59) : std::nullopt;
  if (!minute) return std::nullopt;
  const std::int64_t out = (*hour * 60 + *minute) * 60'000LL;
  if (!cursor.take_one_of(":")) return out;
  const auto seconds = take_seconds(cursor);
  if (!seconds) return std::nullopt;
  return out + *seconds;
}

// What local time is ahead of UTC by.
std::optional<std::int64_t> take_zone(Cursor& cursor) {
  cursor.take_one_of(" ");
  if (cursor.is_at_end() || cursor.take_one_of("Zz")) return 0;
  const char sign = cursor.take_one_of("+-");
  const auto hours = sign ? cursor.take(2, 23) : std::nullopt;
  if (!hours) return std::nullopt;
  std::optional<int> minutes = 0;
  if (cursor.take_one_of(":") || !cursor.is_at_end()) minutes = cursor.take(2, 59);
  if (!minutes) return std::nullopt;
  return (*hours * 60 + *minutes) * (sign == '+' ? 60'000LL : -60'000LL);
}

std::optional<std::int64_t> written_ms(std::string_view text) {
  Cursor cursor(text);
  const auto day = take_date(cursor);
  if (!day) return std::nullopt;
  if (cursor.is_at_end()) return *day;
  const auto time = cursor.take_one_of("Tt ") ? take_time(cursor) : std::nullopt;
  const auto zone = time ? take_zone(cursor) : std::nullopt;
  if (!zone || !cursor.is_at_end()) return std::nullopt;
  return *day + *time - *zone;
}

std::optional<std::int64_t> epoch_ms(const Number& number) {
  if (number.kind == Number::Kind::natural) {
    constexpr std::uint64_t kMilli = 100'000'000'000, kMicro = kMilli * 1000, kNano = kMicro * 1000;
    if (number.natural < kMilli) return static_cast<std::int64_t>(number.natural * 1000);
    if (number.natural < kMicro) return static_cast<std::int64_t>(number.natural);
    return static_cast<std::int64_t>(number.natural / (number.natural < kNano ? 1000 : 1'000'000));
  }
  const double value =
      number.kind == Number::Kind::real ? number.real : static_cast<double>(number.negative);
  if (std::abs(value) >= 1e14) return std::nullopt;
  return std::llround(std::abs(value) < 1e11 ? value * 1000 : value);
}

}  // namespace

std::optional<std::int64_t> event_time_ms(std::string_view text) {
  if (const auto number = parse_number(text)) return epoch_ms(*number);
  return written_ms(text);
}

}  // namespace rulemap::sigma
