// The tree of an expression: made by parse.h, resolved in place by check.h, read by compile.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "problem.h"
#include "value.h"

namespace rulemap::expr {

using Literal = std::variant<bool, int64_t, double, std::string>;

// The value of a literal; a text is borrowed from it.
Value value_of(const Literal& literal);

enum class NodeKind : uint8_t {
  bad,      // reported already; fits everywhere
  literal,  // value
  field,    // name is the path
  call,     // name is the function, children are its arguments
  list,     // children are the elements
  compare,  // two children and an operation
  member,   // child in child
  negate,   // one child
  all,      // and: two children or more
  one,      // or: two children or more
};

enum class Operation : uint8_t { equal, less, less_equal, greater, greater_equal };

using NodeId = uint32_t;

struct Node {
  NodeKind kind = NodeKind::bad;
  Span span = {};
  std::vector<NodeId> children = {};
  std::string name = {};
  Literal value = false;
  Type type = Type::any;  // of a literal from the parser, of the others from the checker
  Operation operation = Operation::equal;
  bool negated = false;  // of compare and member: `!=` and `not in`

  // From the checker: a field's slot, a call's index into the table of functions.
  uint32_t reference = 0;
};

struct Ast {
  std::vector<Node> nodes;
  NodeId root = 0;

  Node& operator[](NodeId id) { return nodes[id]; }
  const Node& operator[](NodeId id) const { return nodes[id]; }
};

}  // namespace rulemap::expr
