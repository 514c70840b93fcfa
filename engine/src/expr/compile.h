// Fourth pass: a checked tree to a flat program. Last part: evaluate.h.
#pragma once

#include "code.h"

namespace rulemap::expr {

// Requires that check() had no problem with `ast` under the same `expect`. Cannot fail.
Code emit(const Ast& ast, Resources resources, Expect expect);

}  // namespace rulemap::expr
