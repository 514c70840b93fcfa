#include "value.h"

namespace rulemap::expr {
namespace {

std::partial_ordering compare_exactly(int64_t a, double b) {
  constexpr double kTwoTo63 = 9223372036854775808.0;
  if (b >= kTwoTo63) return std::partial_ordering::less;
  if (b < -kTwoTo63) return std::partial_ordering::greater;
  if (b != b) return std::partial_ordering::unordered;
  const auto whole = static_cast<int64_t>(b);
  if (a != whole) return a <=> whole;
  // A double with a fraction is below 2^53, so this difference loses nothing.
  return 0.0 <=> b - static_cast<double>(whole);
}

}  // namespace

std::string_view type_name(Type type) {
  switch (type) {
    case Type::boolean:
      return "true or false";
    case Type::integer:
      return "a whole number";
    case Type::number:
      return "a number";
    case Type::text:
      return "text";
    case Type::time:
      return "a time";
    case Type::duration:
      return "a duration";
    case Type::list:
      return "a list";
    case Type::object:
      return "an object";
    case Type::any:
      break;
  }
  return "of a type known only when it is read";
}

Value Value::of_boolean(bool value) {
  Value v;
  v.kind = Kind::boolean;
  v.boolean = value;
  return v;
}

Value Value::of_integer(int64_t value) {
  Value v;
  v.kind = Kind::integer;
  v.integer = value;
  return v;
}

Value Value::of_number(double value) {
  Value v;
  v.kind = Kind::number;
  v.number = value;
  return v;
}

Value Value::of_text(std::string_view value) {
  Value v;
  v.kind = Kind::text;
  v.text = value;
  return v;
}

Value Value::of_list(const List& value) {
  Value v;
  v.kind = Kind::list;
  v.list = &value;
  return v;
}

Value Value::of_object() {
  Value v;
  v.kind = Kind::object;
  return v;
}

std::partial_ordering compare(const Value& a, const Value& b) {
  using Kind = Value::Kind;
  if (a.kind == Kind::integer && b.kind == Kind::number) {
    return compare_exactly(a.integer, b.number);
  }
  if (a.kind == Kind::number && b.kind == Kind::integer) {
    return 0 <=> compare_exactly(b.integer, a.number);
  }
  if (a.kind != b.kind) return std::partial_ordering::unordered;
  switch (a.kind) {
    case Kind::integer:
      return a.integer <=> b.integer;
    case Kind::number:
      return a.number <=> b.number;
    case Kind::text:
      return a.text <=> b.text;
    case Kind::boolean:
      return a.boolean == b.boolean ? std::partial_ordering::equivalent
                                    : std::partial_ordering::unordered;
    default:
      return std::partial_ordering::unordered;
  }
}

}  // namespace rulemap::expr
