#include "class_tree.h"

#include <utility>

namespace rulemap::sigma {
namespace {

Tree constant(bool value) {
  Tree tree;
  tree.value = value;
  return tree;
}

Tree leaf(TestId test, bool is_negated, const Known& known) {
  if (const auto value = known(test)) return constant(*value != is_negated);
  Tree tree;
  tree.kind = Tree::Kind::test;
  tree.is_negated = is_negated;
  tree.test = test;
  return tree;
}

Tree simplify(const NumberedExpression& expression, bool is_negated, const Known& known) {
  if (expression.kind == Expression::Kind::test) return leaf(expression.test, is_negated, known);
  if (expression.kind == Expression::Kind::negation) {
    return simplify(expression.parts[0], !is_negated, known);
  }
  const bool is_all = (expression.kind == Expression::Kind::all) != is_negated;
  Tree tree;
  tree.kind = is_all ? Tree::Kind::all : Tree::Kind::any;
  for (const NumberedExpression& part : expression.parts) {
    Tree child = simplify(part, is_negated, known);
    if (child.kind == Tree::Kind::constant) {
      if (child.value != is_all) return child;
      continue;
    }
    if (child.kind != tree.kind) {
      tree.parts.push_back(std::move(child));
      continue;
    }
    for (Tree& grandchild : child.parts) tree.parts.push_back(std::move(grandchild));
  }
  if (tree.parts.empty()) return constant(is_all);
  if (tree.parts.size() > 1) return tree;
  Tree only = std::move(tree.parts[0]);
  return only;
}

}  // namespace

Tree simplified(const NumberedExpression& expression, const Known& known) {
  return simplify(expression, false, known);
}

}  // namespace rulemap::sigma
