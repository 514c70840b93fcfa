// Runs a flat program over the cells of one record.
#pragma once

#include <cstdint>
#include <forward_list>
#include <string>

#include "code.h"
#include "scope.h"

namespace rulemap::expr {

// Texts that an evaluation made; they live as long as its result is used.
using Scratch = std::forward_list<std::string>;

// The result of `code`, at the time `now_ms`. Its text is borrowed from the code, the cells or
// `scratch`. Never fails: what cannot be computed is missing. Threads may share the code.
Value evaluate(const Code& code, const Cells& cells, int64_t now_ms, Scratch& scratch);

}  // namespace rulemap::expr
