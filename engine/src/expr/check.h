// Third pass: names and types. Fields get their slots, constants become literals, patterns and
// address ranges are compiled. Next pass: compile.h.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <vector>

#include "ast.h"
#include "network.h"
#include "scope.h"

namespace rulemap::expr {

enum class Expect : uint8_t {
  condition,  // true or false, as under `when`
  value,      // anything but an object, as under `case.by`
};

// What calls refer to, by the index in their second argument's Node::reference.
struct Resources {
  std::vector<std::unique_ptr<const RE2>> patterns;
  std::vector<Network> networks;
};

// Resolves `ast` in place. All problems are reported; the tree is fit for compile.h only if there
// are none.
Resources check(Ast& ast, std::string_view source, const Scope& scope, Expect expect,
                Problems& problems);

}  // namespace rulemap::expr
