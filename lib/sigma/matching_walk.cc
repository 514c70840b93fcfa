#include "matching_walk.h"

#include <algorithm>

namespace rulemap::sigma {

void MatchingWalk::begin(const RuleClass& rule_class, const Event& event) {
  constexpr std::uint32_t kLastGeneration = 0x7FFFFFFF;
  class_ = &rule_class;
  event_ = &event;
  if (memo_.size() < rule_class.tests.size()) {
    memo_.resize(rule_class.tests.size());
    refused_.resize(rule_class.tests.size());
    refused_in_.resize(rule_class.tests.size());
  }
  if (seen_.size() < rule_class.rules.size()) seen_.resize(rule_class.rules.size());
  if (++generation_ > kLastGeneration) {
    std::fill(memo_.begin(), memo_.end(), 0U);
    std::fill(seen_.begin(), seen_.end(), 0U);
    std::fill(refused_in_.begin(), refused_in_.end(), 0U);
    generation_ = 1;
  }
  woken_.clear();
  hits_.clear();
}

std::span<const std::uint32_t> MatchingWalk::match(const RuleClass& rule_class,
                                                   const Event& event) {
  begin(rule_class, event);
  for (const ClassField& field : rule_class.fields) {
    if (field.slot == CompiledTest::kKeyword) {
      search_keywords(field);
    } else if (event.has(field.slot)) {
      search_field(field);
    }
  }
  hits_.assign(rule_class.constants.begin(), rule_class.constants.end());
  const auto judge = [&](std::uint32_t rule) {
    if (holds(rule_class.rules[rule].root)) hits_.push_back(rule_class.rules[rule].rule);
  };
  for (const std::uint32_t rule : woken_) judge(rule);
  for (const std::uint32_t rule : rule_class.always) judge(rule);
  std::sort(hits_.begin(), hits_.end());
  return hits_;
}

void MatchingWalk::search_field(const ClassField& field) {
  event_->any_value(field.slot, [&](const Value& value) {
    if (value.kind != Value::Kind::null) search_value(field, value);
    return false;
  });
  for (const std::uint32_t test : field.asked) {
    if (ask(test)) fire(test);
  }
}

void MatchingWalk::search_value(const ClassField& field, const Value& value) {
  const auto check = [&](std::uint32_t test) { found(test, value); };
  field.whole.find(value.folded, check);
  search_inside(field, value);
  if (!field.whole.asks_numbers()) return;
  if (const auto number = parse_number(value.text)) field.whole.find_number(*number, check);
}

void MatchingWalk::search_inside(const ClassField& field, const Value& value) {
  const auto judge = [&](std::uint32_t test, std::size_t, std::size_t) { stands(test, value); };
  field.inside.find(value.folded, judge);
  if (!value.is_ascii) field.beyond_ascii.find(value.folded, judge);
}

// One look at the whole text: keys and remains of escapes are in it, so a literal has to lie inside
// one value. Values that are not in place lie apart.
void MatchingWalk::search_keywords(const ClassField& field) {
  const auto judge = [&](std::uint32_t test, std::size_t begin, std::size_t length) {
    const Value* const value = value_at(begin, length);
    if (value != nullptr) stands(test, *value);
  };
  field.inside.find(event_->folded_buffer(), judge);
  if (!event_->is_ascii()) {
    field.beyond_ascii.find(event_->folded_buffer(), judge);
    for (const Value& value : event_->values()) {
      if (!value.is_in_place) search_inside(field, value);
    }
  }
  for (const std::uint32_t test : field.asked) {
    if (ask(test)) fire(test);
  }
}

const Value* MatchingWalk::value_at(std::size_t begin, std::size_t length) const {
  const auto values = event_->values();
  const char* const at = event_->buffer().data() + begin;
  auto next = std::upper_bound(
      values.begin(), values.end(), at,
      [](const char* place, const Value& value) { return place < value.text.data(); });
  if (next == values.begin()) return nullptr;
  const Value& value = *--next;
  const bool is_inside =
      value.kind != Value::Kind::null && at + length <= value.text.data() + value.text.size();
  return is_inside && value.is_in_place ? &value : nullptr;
}

void MatchingWalk::stands(std::uint32_t test, const Value& value) {
  if (class_->tests[test].is_plain_contains) {
    fire(test);
  } else {
    found(test, value);
  }
}

void MatchingWalk::found(std::uint32_t test, const Value& value) {
  if (is_known(test)) return;
  if (refused_[test] == &value && refused_in_[test] == generation_) return;
  if (class_->tests[test].test->value_holds(*event_, value)) {
    fire(test);
    return;
  }
  refused_[test] = &value;
  refused_in_[test] = generation_;
}

void MatchingWalk::fire(std::uint32_t test) {
  const ClassTest& fired = class_->tests[test];
  if (fired.is_indexed && is_known(test)) return;
  remember(test, true);
  for (std::uint32_t i = fired.first_rule; i < fired.last_rule; ++i) {
    const std::uint32_t rule = class_->woken[i];
    if (seen_[rule] == generation_) continue;
    seen_[rule] = generation_;
    woken_.push_back(rule);
  }
}

bool MatchingWalk::ask(std::uint32_t test) {
  if (is_known(test)) return (memo_[test] & 1) != 0;
  if (class_->tests[test].is_indexed) return false;
  const bool answer = class_->tests[test].test->holds(*event_);
  remember(test, answer);
  return answer;
}

bool MatchingWalk::holds(std::uint32_t at) {
  const Node& node = class_->nodes[at];
  switch (node.kind) {
    case Node::Kind::test:
      return ask(node.first);
    case Node::Kind::not_test:
      return !ask(node.first);
    case Node::Kind::all:
      for (std::uint32_t i = node.first; i < node.last; ++i) {
        if (!holds(i)) return false;
      }
      return true;
    default:
      for (std::uint32_t i = node.first; i < node.last; ++i) {
        if (holds(i)) return true;
      }
      return false;
  }
}

}  // namespace rulemap::sigma
