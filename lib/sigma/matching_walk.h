// One event through one class: indices wake rules, woken rules are asked, each test once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rule_class.h"
#include "rulemap/sigma/event.h"

namespace rulemap::sigma {

class MatchingWalk {
 public:
  std::span<const std::uint32_t> match(const RuleClass& rule_class, const Event& event);

 private:
  void begin(const RuleClass& rule_class, const Event& event);
  void search_field(const ClassField& field);
  void search_value(const ClassField& field, const Value& value);
  void search_inside(const ClassField& field, const Value& value);
  void search_keywords(const ClassField& field);
  // A literal of the test stands in the value,
  void stands(std::uint32_t test, const Value& value);
  // or may stand there.
  void found(std::uint32_t test, const Value& value);
  void fire(std::uint32_t test);
  bool ask(std::uint32_t test);
  bool holds(std::uint32_t node);
  const Value* value_at(std::size_t begin, std::size_t length) const;

  bool is_known(std::uint32_t test) const { return memo_[test] >> 1 == generation_; }
  void remember(std::uint32_t test, bool value) {
    memo_[test] = generation_ << 1 | (value ? 1 : 0);
  }

  const RuleClass* class_ = nullptr;
  const Event* event_ = nullptr;
  std::uint32_t generation_ = 0;           // of the event, 31 bits
  std::vector<std::uint32_t> memo_;        // of a test: generation and answer
  std::vector<const Value*> refused_;      // of a test: the last value that did not hold,
  std::vector<std::uint32_t> refused_in_;  // and in which event that was
  std::vector<std::uint32_t> seen_;        // of a rule: generation
  std::vector<std::uint32_t> woken_, hits_;
};

}  // namespace rulemap::sigma
