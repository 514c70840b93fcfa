#include "evaluate.h"

#include <algorithm>
#include <array>
#include <limits>

namespace rulemap::expr {
namespace {

using Kind = Value::Kind;

bool relates(Operation operation, const Value& a, const Value& b) {
  const std::partial_ordering order = compare(a, b);
  switch (operation) {
    case Operation::equal:
      return order == 0;
    case Operation::less:
      return order < 0;
    case Operation::less_equal:
      return order <= 0;
    case Operation::greater:
      return order > 0;
    case Operation::greater_equal:
      return order >= 0;
  }
  return false;
}

bool is_in_list(const Value& item, const Value& list) {
  if (list.kind != Kind::list || item.kind == Kind::missing) return false;
  const size_t size = list.list->size();
  for (size_t i = 0; i < size; ++i) {
    if (compare(list.list->at(i), item) == 0) return true;
  }
  return false;
}

bool both_texts(const Value& a, const Value& b) {
  return a.kind == Kind::text && b.kind == Kind::text;
}

bool does_contain(const Value& whole, const Value& part) {
  if (whole.kind == Kind::list) return is_in_list(part, whole);
  return both_texts(whole, part) && whole.text.find(part.text) != whole.text.npos;
}

bool is_in_network(const Value& text, const Network& network) {
  if (text.kind != Kind::text) return false;
  const auto address = parse_address(text.text);
  return address && network.contains(*address);
}

Value length_of(const Value& value) {
  if (value.kind == Kind::text) return Value::of_integer(static_cast<int64_t>(value.text.size()));
  if (value.kind == Kind::list) return Value::of_integer(static_cast<int64_t>(value.list->size()));
  return {};
}

// ASCII letters only: other bytes stay, so that no text changes its length.
Value lowered(const Value& value, Scratch& scratch) {
  if (value.kind != Kind::text) return {};
  std::string& text = scratch.emplace_front(value.text);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return Value::of_text(text);
}

Value age_of(const Value& time, int64_t now_ms) {
  if (time.kind != Kind::integer) return {};
  int64_t age = 0;
  if (__builtin_sub_overflow(now_ms, time.integer, &age)) {
    age = time.integer < 0 ? std::numeric_limits<int64_t>::max()
                           : std::numeric_limits<int64_t>::min();
  }
  return Value::of_integer(age);
}

// The values of one evaluation. Few expressions need more than a handful at once.
class Stack {
 public:
  explicit Stack(uint32_t most) {
    if (most <= near_.size()) return;
    far_.resize(most);
    values_ = far_.data();
  }

  void push(Value value) { values_[height_++] = value; }
  Value pop() { return values_[--height_]; }
  Value& top() { return values_[height_ - 1]; }

 private:
  std::array<Value, 8> near_;
  std::vector<Value> far_;
  Value* values_ = near_.data();
  size_t height_ = 0;
};

class Machine {
 public:
  Machine(const Code& code, const Cells& cells, int64_t now_ms, Scratch& scratch)
      : code_(code), cells_(cells), now_ms_(now_ms), scratch_(scratch), stack_(code.stack) {}

  Value run() {
    const size_t end = code_.instructions.size();
    for (size_t next = 0; next < end;) {
      const Instruction& instruction = code_.instructions[next++];
      if (!step(instruction)) next = instruction.a;
    }
    return stack_.pop();
  }

 private:
  // False: jump.
  bool step(const Instruction& now) {
    switch (now.code) {
      case Opcode::read:
        stack_.push(cells_.read(now.a));
        return true;
      case Opcode::load:
        stack_.push(value_of(code_.literals[now.a]));
        return true;
      case Opcode::now:
        stack_.push(Value::of_integer(now_ms_));
        return true;
      case Opcode::jump_if_false:
      case Opcode::jump_if_true:
        if (stack_.top().boolean == (now.code == Opcode::jump_if_true)) return false;
        stack_.pop();
        return true;
      case Opcode::compare:
      case Opcode::in_list:
      case Opcode::contains:
      case Opcode::starts_with:
      case Opcode::ends_with: {
        const Value right = stack_.pop();
        stack_.top() = Value::of_boolean(test(now, stack_.top(), right));
        return true;
      }
      default:
        stack_.top() = transform(now, stack_.top());
        return true;
    }
  }

  bool test(const Instruction& now, const Value& left, const Value& right) const {
    switch (now.code) {
      case Opcode::compare:
        return relates(static_cast<Operation>(now.a), left, right);
      case Opcode::in_list:
        return is_in_list(left, right);
      case Opcode::contains:
        return does_contain(left, right);
      case Opcode::starts_with:
        return both_texts(left, right) && left.text.starts_with(right.text);
      default:
        return both_texts(left, right) && left.text.ends_with(right.text);
    }
  }

  Value transform(const Instruction& now, const Value& value) {
    switch (now.code) {
      case Opcode::lower:
        return lowered(value, scratch_);
      case Opcode::len:
        return length_of(value);
      case Opcode::age:
        return age_of(value, now_ms_);
      case Opcode::exists:
        return Value::of_boolean(value.kind != Kind::missing);
      case Opcode::matches:
        return Value::of_boolean(value.kind == Kind::text && matches(now.a, value.text));
      case Opcode::in_net:
        return Value::of_boolean(is_in_network(value, code_.resources.networks[now.a]));
      case Opcode::in_literals:
        return Value::of_boolean(is_in_literals(now, value));
      case Opcode::negate:
        return Value::of_boolean(!value.holds());
      default:
        return Value::of_boolean(value.holds());
    }
  }

  bool matches(uint32_t pattern, std::string_view text) const {
    return RE2::PartialMatch({text.data(), text.size()}, *code_.resources.patterns[pattern]);
  }

  bool is_in_literals(const Instruction& now, const Value& value) const {
    const auto first = code_.literals.begin() + now.a;
    return std::any_of(first, first + now.b, [&](const Literal& literal) {
      return compare(value, value_of(literal)) == 0;
    });
  }

  const Code& code_;
  const Cells& cells_;
  const int64_t now_ms_;
  Scratch& scratch_;
  Stack stack_;
};

}  // namespace

Value evaluate(const Code& code, const Cells& cells, int64_t now_ms, Scratch& scratch) {
  return Machine(code, cells, now_ms, scratch).run();
}

}  // namespace rulemap::expr
