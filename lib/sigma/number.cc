#include "rulemap/sigma/number.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>

namespace rulemap::sigma {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

struct Parts {
  bool is_negative = false;
  std::string_view whole, fraction;
  std::int64_t exponent = 0;
};

// False where `text` does not begin, or not end, with an exponent.
bool take_exponent(std::string_view text, std::int64_t& out) {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return false;
  // Far beyond what any value needs, far from overflow.
  constexpr std::int64_t kFar = 1'000'000'000;
  for (const char c : digits) out = out > kFar ? kFar : out * 10 + (c - '0');
  if (is_negative) out = -out;
  return true;
}

std::optional<Parts> split(std::string_view text) {
  Parts parts;
  parts.is_negative = text.starts_with('-');
  if (parts.is_negative || text.starts_with('+')) text.remove_prefix(1);
  parts.whole = take_digits(text);
  if (parts.whole.empty()) return std::nullopt;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (!take_exponent(text, parts.exponent)) return std::nullopt;
  return parts;
}

// The absolute value, where it is a whole number below 2^64.
std::optional<std::uint64_t> whole_value(const Parts& parts) {
  const auto digit_at = [&parts](std::size_t i) {
    return i < parts.whole.size() ? parts.whole[i] : parts.fraction[i - parts.whole.size()];
  };
  std::size_t count = parts.whole.size() + parts.fraction.size();
  std::int64_t exponent = parts.exponent - static_cast<std::int64_t>(parts.fraction.size());
  for (; count > 0 && digit_at(count - 1) == '0'; --count) ++exponent;
  std::size_t first = 0;
  while (first < count && digit_at(first) == '0') ++first;
  if (first == count) return 0;
  if (exponent < 0 || exponent > 20) return std::nullopt;
  std::uint64_t value = 0;
  const auto push = [&value](unsigned digit) {
    return !__builtin_mul_overflow(value, 10U, &value) &&
           !__builtin_add_overflow(value, digit, &value);
  };
  for (std::size_t i = first; i < count; ++i) {
    if (!push(static_cast<unsigned>(digit_at(i) - '0'))) return std::nullopt;
  }
  for (; exponent > 0; --exponent) {
    if (!push(0)) return std::nullopt;
  }
  return value;
}

std::optional<double> real_value(std::string_view text, bool is_negative) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc()) return value;
  // from_chars does not say which end of the range was left.
  const double by_c = std::strtod(std::string(text).c_str(), nullptr);
  if (by_c > 1 || by_c < -1) return std::nullopt;
  constexpr double kSmallest = std::numeric_limits<double>::denorm_min();
  return by_c != 0 ? by_c : is_negative ? -kSmallest : kSmallest;
}

std::strong_ordering order(double a, double b) {
  if (a == b) return std::strong_ordering::equal;
  return a < b ? std::strong_ordering::less : std::strong_ordering::greater;
}

std::strong_ordering order(std::uint64_t a, double b) {
  if (b < 0) return std::strong_ordering::greater;
  if (b >= kTwoTo64) return std::strong_ordering::less;
  const auto whole = static_cast<std::uint64_t>(b);
  if (a != whole) return a <=> whole;
  return order(0.0, b - static_cast<double>(whole));
}

std::strong_ordering order(std::int64_t a, double b) {
  if (b >= kTwoTo63) return std::strong_ordering::less;
  if (b < -kTwoTo63) return std::strong_ordering::greater;
  const auto whole = static_cast<std::int64_t>(b);
  if (a != whole) return a <=> whole;
  return order(0.0, b - static_cast<double>(whole));
}

std::strong_ordering order_to_real(const Number& a, double b) {
  if (a.kind == Number::Kind::real) return order(a.real, b);
  return a.kind == Number::Kind::natural ? order(a.natural, b) : order(a.negative, b);
}

}  // namespace

std::strong_ordering compare(const Number& a, const Number& b) {
  if (b.kind == Number::Kind::real) return order_to_real(a, b.real);
  if (a.kind == Number::Kind::real) return 0 <=> order_to_real(b, a.real);
  if (a.kind != b.kind) return a.kind <=> b.kind;
  return a.kind == Number::Kind::natural ? a.natural <=> b.natural : a.negative <=> b.negative;
}

std::optional<Number> parse_number(std::string_view text) {
  const auto parts = split(text);
  if (!parts) return std::nullopt;
  Number number;
  const auto whole = whole_value(*parts);
  constexpr std::uint64_t kLowest = std::uint64_t{1} << 63;
  if (whole && (!parts->is_negative || *whole == 0)) {
    number.natural = *whole;
    return number;
  }
  if (whole && *whole <= kLowest) {
    number.kind = Number::Kind::negative;
    number.negative = static_cast<std::int64_t>(~*whole + 1);
    return number;
  }
  const auto real = real_value(text, parts->is_negative);
  if (!real) return std::nullopt;
  number.kind = Number::Kind::real;
  number.real = *real;
  return number;
}

}  // namespace rulemap::sigma
