// Numbers as rules and events write them, compared exactly: 9007199254740993 is not
// 9007199254740992, and no value is rounded on its way through a double where both are integers.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rulemap::sigma {

// An integer from -2^63 to 2^64-1, or a double where the text is no such integer.
struct Number {
  enum class Kind : std::uint8_t { negative, natural, real };

  Kind kind = Kind::natural;
  std::int64_t negative = 0;  // below zero
  std::uint64_t natural = 0;  // zero and above
  double real = 0;            // finite; has a fraction or is beyond both
};

// By value across kinds; exact.
std::strong_ordering compare(const Number& a, const Number& b);

// The whole of `text` in JSON's spelling of numbers, a leading `+` and leading zeros besides
// ("042" is 42, "1e3" is 1000, "5.0" is 5). Nothing for "", " 1", "0x1f", "1_000", "inf", "1e999".
std::optional<Number> parse_number(std::string_view text);

}  // namespace rulemap::sigma
