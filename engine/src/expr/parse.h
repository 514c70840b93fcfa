// Second pass: tokens to a tree. Binding from loose to tight: or, and, not, comparison.
// Next pass: check.h.
#pragma once

#include "ast.h"
#include "lex.h"

namespace rulemap::expr {

inline constexpr int kMaxDepth = 64;  // parentheses, calls, lists and `not` inside one another

// The tree of `tokens`, which end with `end`. After a mistake it goes on at the next `and`, `or`,
// comma or closing bracket with a bad node in the place, so that later passes can find more.
Ast parse(std::vector<Token> tokens, std::string_view source, Problems& problems);

}  // namespace rulemap::expr
