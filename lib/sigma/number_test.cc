#include "rulemap/sigma/number.h"

#include <gtest/gtest.h>

#include <string>

namespace rulemap::sigma {
namespace {

std::string shown(std::string_view text) {
  const auto number = parse_number(text);
  if (!number) return "none";
  if (number->kind == Number::Kind::natural) return std::to_string(number->natural);
  if (number->kind == Number::Kind::negative) return std::to_string(number->negative);
  return "real " + std::to_string(number->real);
}

TEST(Number, ReadsIntegersExactly) {
  const char* rows[][2] = {
      {"0", "0"},
      {"-0", "0"},
      {"-0.0", "0"},
      {"042", "42"},
      {"+7", "7"},
      {"1e3", "1000"},
      {"1.5E1", "15"},
      {"5.0", "5"},
      {"500e-2", "5"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"18446744073709551615", "18446744073709551615"},
      {"9007199254740993", "9007199254740993"},
      {"9007199254740993.0", "9007199254740993"},
      {"18446744073709551616", "real 18446744073709551616.000000"},
      {"-9223372036854775809", "real -9223372036854775808.000000"},
      {"0.5", "real 0.500000"},
      {"-2.25", "real -2.250000"},
      {"0e99999999999999999999", "0"},
  };
  for (const auto& row : rows) EXPECT_EQ(shown(row[0]), row[1]) << row[0];
}

TEST(Number, RefusesWhatIsNoNumber) {
  for (const char* text : {"", " 1", "1 ", "0x1f", "1_000", "inf", "nan", "1e999", "-1e999", "1.",
                           ".5", "1e", "1e+", "-", "+", "--1", "1,5", "1e5x"}) {
    EXPECT_EQ(shown(text), "none") << text;
  }
}

TEST(Number, OrdersAcrossKinds) {
  const char* ascending[] = {"-1e300",
                             "-9223372036854775809e1",
                             "-9223372036854775808",
                             "-3",
                             "-2.5",
                             "-2",
                             "-0.5",
                             "-1e-999",
                             "0",
                             "1e-999",
                             "0.5",
                             "1",
                             "9007199254740992",
                             "9007199254740993",
                             "9223372036854775808",
                             "18446744073709551615",
                             "18446744073709551616",
                             "1e300"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      EXPECT_EQ(compare(*parse_number(ascending[i]), *parse_number(ascending[j])), i <=> j)
          << ascending[i] << " " << ascending[j];
    }
  }
}

}  // namespace
}  // namespace rulemap::sigma
