#include "test_compile.h"

#include <algorithm>
#include <cstring>

#include "rulemap/text/address.h"

namespace rulemap::sigma {
namespace {

bool refers(std::string_view value, std::string_view other, FieldRef::How how) {
  switch (how) {
    case FieldRef::How::equals:
      return value == other;
    case FieldRef::How::contains:
      // Linear, whatever the two texts: an event chooses both.
      if (other.size() > value.size()) return false;
      return other.empty() ||
             memmem(value.data(), value.size(), other.data(), other.size()) != nullptr;
    case FieldRef::How::starts_with:
      return value.starts_with(other);
    default:
      return value.ends_with(other);
  }
}

bool same_bits(const std::uint8_t* a, const std::uint8_t* b, unsigned bits) {
  if (std::memcmp(a, b, bits / 8) != 0) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - rest)) == 0;
}

}  // namespace

// An IPv4 address that IPv6 writes (::ffff:10.0.0.1) is that IPv4 address as well.
bool in_network(std::string_view text, const Network& network) {
  if (text.empty() || text.size() > 45) return false;
  const auto address = ioc::parse_address(text);
  if (!address) return false;
  const std::uint8_t* const bytes = address->bytes.data();
  if (address->is_v6 == network.is_v6) return same_bits(bytes, network.base, network.prefix);
  constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (network.is_v6 || std::memcmp(bytes, kMapped, sizeof kMapped) != 0) return false;
  return same_bits(bytes + 12, network.base, network.prefix);
}

bool stands(std::string_view text, const Comparison& comparison) {
  const auto number = parse_number(text);
  if (!number) return false;
  const auto order = compare(*number, comparison.number);
  switch (comparison.order) {
    case Order::less:
      return order < 0;
    case Order::less_or_equal:
      return order <= 0;
    case Order::greater:
      return order > 0;
    default:
      return order >= 0;
  }
}

CompiledTest::CompiledTest(const Test& asked, const FieldNames& names) : test(&asked) {
  if (!asked.field.empty()) slot = *names.find(canonical_field_name(asked.field));
  if (const auto* const text = std::get_if<Pattern>(&asked.ask)) pattern.emplace(*text);
  if (const auto* const text = std::get_if<Regex>(&asked.ask)) regex.emplace(*text);
  if (const auto* const ref = std::get_if<FieldRef>(&asked.ask)) {
    other = *names.find(canonical_field_name(ref->other));
  }
}

bool CompiledTest::holds(const Event& event) const {
  if (const auto* const exists = std::get_if<Exists>(&test->ask)) {
    return event.has(slot) == exists->expected;
  }
  const auto value_is = [&](const Value& value) { return value_holds(event, value); };
  if (slot == kKeyword) {
    return may_stand(event) && std::any_of(event.values().begin(), event.values().end(), value_is);
  }
  if (!event.has(slot)) return std::holds_alternative<IsNull>(test->ask);
  return event.any_value(slot, value_is);
}

// One look at the whole text for what stands in hardly any.
bool CompiledTest::may_stand(const Event& event) const {
  const bool is_literal = pattern && pattern->shape() == PatternTest::Shape::contains;
  if (!is_literal || pattern->cased() || event.has_values_apart()) return true;
  return pattern->literal_is_in(event.folded_buffer());
}

bool CompiledTest::value_holds(const Event& event, const Value& value) const {
  if (pattern) return pattern->matches(value);
  if (regex) return regex->matches(value);
  if (value.kind == Value::Kind::null) return std::holds_alternative<IsNull>(test->ask);
  if (const auto* const it = std::get_if<Network>(&test->ask)) return in_network(value.text, *it);
  if (const auto* const it = std::get_if<Comparison>(&test->ask)) return stands(value.text, *it);
  if (const auto* const it = std::get_if<DatePart>(&test->ask)) return date_part_is(value, *it);
  const auto* const ref = std::get_if<FieldRef>(&test->ask);
  if (ref == nullptr) return false;
  return event.any_value(other, [&](const Value& second) {
    if (second.kind == Value::Kind::null) return false;
    return ref->cased ? refers(value.text, second.text, ref->how)
                      : refers(value.folded, second.folded, ref->how);
  });
}

void add_fields(const Expression& expression, FieldNames& names) {
  for (const Expression& part : expression.parts) add_fields(part, names);
  if (expression.kind != Expression::Kind::test) return;
  if (!expression.test.field.empty()) names.add(expression.test.field);
  if (const auto* const ref = std::get_if<FieldRef>(&expression.test.ask)) names.add(ref->other);
}

}  // namespace rulemap::sigma
