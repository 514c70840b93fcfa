#include "expr.h"

#include <algorithm>

#include "compile.h"
#include "lex.h"
#include "parse.h"

namespace rulemap::expr {

bool Program::holds(const Cells& cells, int64_t now_ms) const {
  Scratch scratch;
  return evaluate(code_, cells, now_ms, scratch).holds();
}

Value Program::value(const Cells& cells, int64_t now_ms, Scratch& scratch) const {
  return evaluate(code_, cells, now_ms, scratch);
}

Compiled compile(std::string_view source, const Scope& scope, Expect expect) {
  Problems problems;
  std::vector<Token> tokens = lex(source, problems);
  Ast ast = parse(std::move(tokens), source, problems);
  Resources resources = check(ast, source, scope, expect, problems);
  if (problems.empty()) return Compiled(Program(emit(ast, std::move(resources), expect)));
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.offset < b.offset; });
  return Compiled(std::move(problems));
}

}  // namespace rulemap::expr
