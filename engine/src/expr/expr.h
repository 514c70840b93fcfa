// Expressions: what stands under `when`, and other places of a pipeline file that compute a value.
//
//   ioc.type in ['sha256', 'domain'] and not ioc.private
//   vt.malicious >= vars.min_hits or age(first_seen) < 7d
//   matches(ioc.value, '^https?://[0-9.]+/') and not in_net(resolved, '10.0.0.0/8')
//
// A missing field equals nothing and is ordered before and after nothing: ==, <, <=, >, >= and `in`
// are false; `a != b` is exactly `not (a == b)`, and `not in` likewise, so they are true. A boolean
// field is a condition of its own; missing is false. Texts compare by bytes, numbers exactly.
// `matches` searches (anchor with ^ and $), `lower` changes ASCII letters only, `len` counts bytes
// or elements.
//
// Passes, one a file: lex.h, parse.h, check.h, compile.h, evaluate.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "code.h"
#include "evaluate.h"
#include "problem.h"
#include "scope.h"

namespace rulemap::expr {

// A compiled expression. Moves, never changes; any number of threads may evaluate it at once.
class Program {
 public:
  explicit Program(Code code) : code_(std::move(code)) {}

  // Whether the condition holds for a record at `now_ms`, milliseconds since 1970. Cannot fail.
  bool holds(const Cells& cells, int64_t now_ms) const;

  // The value for a record, missing where it cannot be computed. Its text is borrowed from the
  // program, the cells or `scratch`, whichever ends first.
  Value value(const Cells& cells, int64_t now_ms, Scratch& scratch) const;

  // The fields that it reads, each once, ascending.
  std::span<const uint32_t> slots() const { return code_.slots; }

  // The type of value(); `any` where only the record tells.
  Type type() const { return code_.type; }

 private:
  Code code_;
};

// Either a program or all that is wrong, in the order of the source.
class [[nodiscard]] Compiled {
 public:
  explicit Compiled(Program program) : state_(std::move(program)) {}
  explicit Compiled(Problems problems) : state_(std::move(problems)) {}

  bool ok() const { return std::holds_alternative<Program>(state_); }

  // Requires ok().
  const Program& program() const& { return std::get<Program>(state_); }
  Program&& program() && { return std::get<Program>(std::move(state_)); }

  // Requires !ok(). At least one.
  const Problems& problems() const { return std::get<Problems>(state_); }

 private:
  std::variant<Program, Problems> state_;
};

// Compiles `source`, which need not outlive the call; neither must `scope`.
Compiled compile(std::string_view source, const Scope& scope, Expect expect = Expect::condition);

}  // namespace rulemap::expr
