#include "aggregates.h"

#include <algorithm>

#include "member_order.h"
#include "statistics.h"

namespace rulemap::sigma {
namespace {

using Type = Correlation::Type;
using Bound = Correlation::Bound;

Number natural(std::size_t count) { return {Number::Kind::natural, 0, count, 0}; }

bool holds(const Bound& bound, const Number& value) {
  const std::strong_ordering order = compare(value, bound.number);
  switch (bound.kind) {
    case Bound::Kind::gt:
      return order > 0;
    case Bound::Kind::gte:
      return order >= 0;
    case Bound::Kind::lt:
      return order < 0;
    case Bound::Kind::lte:
      return order <= 0;
    case Bound::Kind::eq:
      return order == 0;
    case Bound::Kind::neq:
      return order != 0;
  }
  return false;
}

Number value_of(const Correlation& correlation, const Tally& tally, std::span<const Hit> window) {
  switch (correlation.type) {
    case Type::event_count:
      return natural(tally.hits());
    case Type::value_count:
      return natural(tally.values());
    case Type::temporal:
      return natural(tally.members());
    case Type::temporal_ordered:
      return natural(longest_in_order(window));
    case Type::value_sum:
      return sum(window);
    case Type::value_avg:
      return average(window);
    case Type::value_median:
      return median(window);
    case Type::value_percentile:
      return percentile(window, correlation.percentile);
  }
  return {};
}

bool negates(const Expression& expression) {
  return expression.kind == Expression::Kind::negation ||
         std::any_of(expression.parts.begin(), expression.parts.end(), negates);
}

std::uint32_t member_of(const Test& test) {
  return static_cast<std::uint32_t>(parse_number(test.field)->natural);
}

bool holds(const Expression& expression, const Tally& tally) {
  const auto part_holds = [&](const Expression& part) { return holds(part, tally); };
  const auto& parts = expression.parts;
  switch (expression.kind) {
    case Expression::Kind::test:
      return tally.has_member(member_of(expression.test));
    case Expression::Kind::all:
      return std::all_of(parts.begin(), parts.end(), part_holds);
    case Expression::Kind::any:
      return std::any_of(parts.begin(), parts.end(), part_holds);
    case Expression::Kind::negation:
      return !part_holds(parts.front());
  }
  return false;
}

// Those that the condition wants to be seen.
void wanted(const Expression& expression, const Tally& tally, std::vector<std::uint32_t>& out) {
  if (expression.kind == Expression::Kind::negation) return;
  if (expression.kind == Expression::Kind::test) {
    const std::uint32_t member = member_of(expression.test);
    if (tally.has_member(member)) out.push_back(member);
  }
  for (const Expression& part : expression.parts) wanted(part, tally, out);
}

bool text_holds(const Correlation& correlation, const Tally& tally, std::span<const Hit> window) {
  if (!holds(*correlation.condition, tally)) return false;
  if (correlation.type == Type::temporal) return true;
  std::vector<std::uint32_t> members;
  wanted(*correlation.condition, tally, members);
  return are_in_order(window, members);
}

}  // namespace

bool is_temporal(Type type) { return type == Type::temporal || type == Type::temporal_ordered; }

bool is_of_numbers(Type type) {
  return !is_temporal(type) && type != Type::event_count && type != Type::value_count;
}

bool needs_whole_window(const Correlation& correlation) {
  if (correlation.condition) return negates(*correlation.condition);
  if (is_of_numbers(correlation.type) && correlation.type != Type::value_sum) return false;
  return std::any_of(correlation.bounds.begin(), correlation.bounds.end(), [](const Bound& bound) {
    return bound.kind != Bound::Kind::gt && bound.kind != Bound::Kind::gte;
  });
}

bool holds(const Correlation& correlation, const Tally& tally, std::span<const Hit> window) {
  if (correlation.condition) return text_holds(correlation, tally, window);
  if (correlation.bounds.empty()) {
    return tally.members() == correlation.members.size() &&
           (correlation.type == Type::temporal ||
            longest_in_order(window) == correlation.members.size());
  }
  const Number value = value_of(correlation, tally, window);
  return std::all_of(correlation.bounds.begin(), correlation.bounds.end(),
                     [&](const Bound& bound) { return holds(bound, value); });
}

void Tally::add(const Correlation& correlation, const Hit& hit) {
  ++hits_;
  if (correlation.type == Type::value_count) ++values_[hit.value];
  if (is_temporal(correlation.type)) ++members_[hit.member];
}

void Tally::remove(const Correlation& correlation, const Hit& hit) {
  --hits_;
  const auto drop = [](auto& counts, const auto& key) {
    const auto at = counts.find(key);
    if (--at->second == 0) counts.erase(at);
  };
  if (correlation.type == Type::value_count) drop(values_, hit.value);
  if (is_temporal(correlation.type)) drop(members_, hit.member);
}

void Tally::clear() { *this = Tally(); }

}  // namespace rulemap::sigma
