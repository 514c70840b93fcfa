#include "value.h"

#include <gtest/gtest.h>

#include <limits>

namespace rulemap::expr {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kTwoTo53 = int64_t{1} << 53;

Value whole(int64_t value) { return Value::of_integer(value); }
Value real(double value) { return Value::of_number(value); }
Value text(std::string_view value) { return Value::of_text(value); }

TEST(CompareValues, IntegersAndDoublesCompareExactly) {
  EXPECT_TRUE(compare(whole(kTwoTo53 + 1), real(9007199254740992.0)) > 0);
  EXPECT_TRUE(compare(whole(kTwoTo53), real(9007199254740992.0)) == 0);
  EXPECT_TRUE(compare(whole(kMax), real(9223372036854775808.0)) < 0);
  EXPECT_TRUE(compare(whole(kMin), real(-9223372036854775808.0)) == 0);
  EXPECT_TRUE(compare(whole(kMin), real(-1e300)) > 0);
  EXPECT_TRUE(compare(whole(5), real(5.5)) < 0);
  EXPECT_TRUE(compare(whole(-5), real(-5.5)) > 0);
  EXPECT_TRUE(compare(real(5.5), whole(5)) > 0);
  EXPECT_TRUE(compare(whole(kMax), whole(kMax - 1)) > 0);
}

TEST(CompareValues, NotANumberHasNoOrder) {
  const Value nan = real(std::numeric_limits<double>::quiet_NaN());
  EXPECT_TRUE(compare(nan, nan) == std::partial_ordering::unordered);
  EXPECT_TRUE(compare(whole(0), nan) == std::partial_ordering::unordered);
}

TEST(CompareValues, TextsCompareByBytes) {
  EXPECT_TRUE(compare(text("Z"), text("a")) < 0);
  EXPECT_TRUE(compare(text("z"), text("\xC3\xBC")) < 0);
  EXPECT_TRUE(compare(text("a"), text(std::string_view("a\0b", 3))) < 0);
  EXPECT_TRUE(compare(text(""), text("")) == 0);
}

TEST(CompareValues, AnythingElseHasNoOrder) {
  const Value values[] = {Value{}, Value::of_boolean(true), Value::of_object(), text("1"),
                          whole(1)};
  for (const Value& a : values) {
    for (const Value& b : values) {
      if (a.kind == b.kind) continue;
      EXPECT_TRUE(compare(a, b) == std::partial_ordering::unordered);
    }
  }
  EXPECT_TRUE(compare(Value{}, Value{}) == std::partial_ordering::unordered);
  EXPECT_TRUE(compare(Value::of_object(), Value::of_object()) == std::partial_ordering::unordered);
  EXPECT_TRUE(compare(Value::of_boolean(true), Value::of_boolean(false)) ==
              std::partial_ordering::unordered);
  EXPECT_TRUE(compare(Value::of_boolean(true), Value::of_boolean(true)) == 0);
}

}  // namespace
}  // namespace rulemap::expr
