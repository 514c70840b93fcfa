// The rules of one class of events as trees of tests by number: negations stand at the leaves,
// what the class already answers is gone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "rulemap/sigma/expression.h"

namespace rulemap::sigma {

using TestId = std::uint32_t;

struct Tree {
  enum class Kind : std::uint8_t { test, all, any, constant };

  Kind kind = Kind::constant;
  bool is_negated = false;  // of a test
  bool value = false;       // of a constant
  TestId test = 0;
  std::vector<Tree> parts;
};

// An Expression with numbers in place of tests, in the same order of parts.
struct NumberedExpression {
  Expression::Kind kind = Expression::Kind::all;
  TestId test = 0;
  std::vector<NumberedExpression> parts;
};

// What is known of a test for every event of the class.
using Known = std::function<std::optional<bool>(TestId)>;

Tree simplified(const NumberedExpression& expression, const Known& known);

}  // namespace rulemap::sigma
