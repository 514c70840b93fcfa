#include "parse.h"

#include "expr_testing.h"

namespace rulemap::expr {
namespace {

std::string printed(const Ast& ast, NodeId id);

std::string printed_list(const Ast& ast, const std::vector<NodeId>& ids, const char* between) {
  std::string out;
  for (const NodeId id : ids) out += (out.empty() ? "" : between) + printed(ast, id);
  return out;
}

std::string printed_literal(const Node& node) {
  const Value value = value_of(node.value);
  if (node.type == Type::boolean) return value.boolean ? "true" : "false";
  if (node.type == Type::duration) return std::to_string(value.integer / 1000) + "s";
  if (node.type == Type::integer) return std::to_string(value.integer);
  if (node.type == Type::number) return std::to_string(value.number);
  std::string out = "'";
  for (const char c : value.text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

// The tree in our own language with every bracket.
std::string printed(const Ast& ast, NodeId id) {
  constexpr const char* kOperations[] = {"==", "<", "<=", ">", ">="};
  const Node& node = ast[id];
  switch (node.kind) {
    case NodeKind::bad:
      return "BAD";
    case NodeKind::literal:
      return printed_literal(node);
    case NodeKind::field:
      return node.name;
    case NodeKind::call:
      return node.name + "(" + printed_list(ast, node.children, ", ") + ")";
    case NodeKind::list:
      return "[" + printed_list(ast, node.children, ", ") + "]";
    case NodeKind::negate:
      return "(not " + printed(ast, node.children[0]) + ")";
    case NodeKind::all:
      return "(" + printed_list(ast, node.children, " and ") + ")";
    case NodeKind::one:
      return "(" + printed_list(ast, node.children, " or ") + ")";
    case NodeKind::compare:
    case NodeKind::member:
      break;
  }
  std::string sign = node.negated ? "!=" : kOperations[static_cast<int>(node.operation)];
  if (node.kind == NodeKind::member) sign = node.negated ? "not in" : "in";
  return "(" + printed(ast, node.children[0]) + " " + sign + " " + printed(ast, node.children[1]) +
         ")";
}

Ast parsed(std::string_view source, Problems& problems) {
  return parse(lex(source, problems), source, problems);
}

std::string shape(std::string_view source) {
  Problems problems;
  const Ast ast = parsed(source, problems);
  EXPECT_EQ(told(problems), "") << source;
  return printed(ast, ast.root);
}

std::string complaints(std::string_view source) {
  Problems problems;
  (void)parsed(source, problems);
  return told(problems);
}

TEST(Parse, BindsOrLooserThanAndLooserThanNotLooserThanComparison) {
  const struct {
    const char* source;
    const char* shape;
  } kCases[] = {
      {"a or b and c", "(a or (b and c))"},
      {"(a or b) and c", "((a or b) and c)"},
      {"a and b and c or d", "((a and b and c) or d)"},
      {"not a == b and c", "((not (a == b)) and c)"},
      {"not not a", "(not (not a))"},
      {"a != 1", "(a != 1)"},
      {"a >= 2h", "(a >= 7200s)"},
      {"a not in ['x', \"y\"]", "(a not in ['x', 'y'])"},
      {"'x' in tags", "('x' in tags)"},
      {"(a == b) == true", "((a == b) == true)"},
      {"f(a, g(), 'it''s')", "f(a, g(), 'it''s')"},
      {"a in [1, 2,]", "(a in [1, 2])"},
      {"a.b.c", "a.b.c"},
  };
  for (const auto& c : kCases) EXPECT_EQ(shape(c.source), c.shape) << c.source;
}

TEST(Parse, WhatIsPrintedReadsAsTheSame) {
  for (const char* source :
       {"a or b and not c", "x in ['a', 'it''s', ''] or not (y not in z)", "f(g(h()), -5, 30s) < 7",
        "a == true and (b < 1.5 or c >= -2) and d != 'x'", "not (a and not (b or c)) == false"}) {
    const std::string once = shape(source);
    EXPECT_EQ(shape(once), once);
  }
}

TEST(Parse, NodesKnowTheirPlace) {
  Problems problems;
  const std::string_view source = "  a and ( f(b) == 'x' )";
  const Ast ast = parsed(source, problems);
  const auto text_of = [&](NodeId id) {
    return source.substr(ast[id].span.offset, ast[id].span.length);
  };
  // Brackets belong to what they are a part of, not to what they hold.
  EXPECT_EQ(text_of(ast.root), "a and ( f(b) == 'x' )");
  EXPECT_EQ(text_of(ast[ast.root].children[1]), "f(b) == 'x'");
}

TEST(Parse, SaysWhatIsWrongOnce) {
  const struct {
    const char* source;
    const char* told;
  } kCases[] = {
      {"", "0+0 syntax: the expression is empty\n"},
      {"   ", "3+0 syntax: the expression is empty\n"},
      {"a and", "5+0 syntax: expected a field, a value or a function, found the end\n"},
      {"and a", "0+3 syntax: expected a field, a value or a function, found `and`\n"},
      {"a b", "2+1 syntax: unexpected `b` [join two conditions with and, or]\n"},
      {"(a", "2+0 syntax: expected `)`, found the end\n"},
      {"a)", "1+1 syntax: unexpected `)` [nothing is open here]\n"},
      {"f(a b)", "4+1 syntax: expected `)`, found `b`\n"},
      {"x in ['a' 'b']", "10+3 syntax: expected `]`, found `'b'`\n"},
      {"a < b < c", "6+1 syntax: comparisons do not chain [write a < b and b < c]\n"},
      {"a == b in c", "7+2 syntax: comparisons do not chain [write a < b and b < c]\n"},
      {"a not b", "6+1 syntax: expected `in` after `not`, found `b`\n"},
      {"a == and b ==",
       "5+3 syntax: expected a field, a value or a function, found `and`\n"
       "13+0 syntax: expected a field, a value or a function, found the end\n"},
      {"(a == ) and f(,)",
       "6+1 syntax: expected a field, a value or a function, found `)`\n"
       "14+1 syntax: expected a field, a value or a function, found `,`\n"},
      {"a in ('x', 'y') and b",
       "5+10 syntax: a list stands in square brackets [write ['x', 'y']]\n"},
      {"a not in (x, vars.y)",
       "9+11 syntax: a list stands in square brackets [write ['x', vars.y]]\n"},
  };
  for (const auto& c : kCases) EXPECT_EQ(complaints(c.source), c.told) << c.source;
}

TEST(Parse, SaysItsDepthOnce) {
  const auto nested = [](const std::string& open, const std::string& close, int times) {
    std::string source;
    for (int i = 0; i < times; ++i) source += open;
    source += "a";
    for (int i = 0; i < times; ++i) source += close;
    return source;
  };
  for (const auto& [open, close] : {std::pair{"(", ")"}, {"not ", ""}, {"f(", ")"}, {"[", "]"}}) {
    EXPECT_EQ(complaints(nested(open, close, kMaxDepth)), "") << open;
    const std::string told = complaints(nested(open, close, kMaxDepth + 1));
    EXPECT_NE(told.find("limit: nested deeper than the limit of 64"), told.npos) << open;
    EXPECT_EQ(std::count(told.begin(), told.end(), '\n'), 1) << told;
  }
}

TEST(Parse, ALongChainIsNotDeep) {
  std::string source = "a";
  while (source.size() + 6 <= kMaxLength) source += " and a";
  EXPECT_EQ(complaints(source), "");
}

}  // namespace
}  // namespace rulemap::expr
