// The flat program that compile.h makes and evaluate.h runs: instructions for a stack of values.
#pragma once

#include <cstdint>
#include <vector>

#include "ast.h"
#include "check.h"

namespace rulemap::expr {

// What each takes from the top of the stack, and what it puts there.
enum class Opcode : uint8_t {
  read,           // -> the field in slot a
  load,           // -> literal a
  now,            // -> the time of the evaluation
  compare,        // two values -> boolean; a is an Operation
  in_literals,    // value -> boolean; literals a to a+b
  in_list,        // value, list -> boolean
  exists,         // value -> boolean
  contains,       // text or list, value -> boolean
  starts_with,    // text, text -> boolean
  ends_with,      // text, text -> boolean
  matches,        // text -> boolean; pattern a
  in_net,         // text -> boolean; network a
  lower,          // text -> text
  len,            // text or list -> integer
  age,            // time -> duration
  truth,          // value -> boolean: whether it holds
  negate,         // value -> boolean: whether it does not hold
  jump_if_false,  // boolean stays and a is next if it is false, else it is dropped
  jump_if_true,   // the same, if it is true
};

struct Instruction {
  Opcode code;
  uint32_t a = 0;
  uint32_t b = 0;
};

struct Code {
  std::vector<Instruction> instructions;
  std::vector<Literal> literals;
  Resources resources;
  std::vector<uint32_t> slots;  // each field that is read, once, ascending
  uint32_t stack = 0;           // values that are on the stack at most
  Type type = Type::boolean;    // of the result
};

}  // namespace rulemap::expr
