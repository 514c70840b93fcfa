// The closed list of functions: what each takes and gives.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "value.h"

namespace rulemap::expr {

enum class Function : uint8_t {
  exists,
  contains,
  starts_with,
  ends_with,
  matches,
  lower,
  len,
  in_net,
  now,
  age,
};

enum class Parameter : uint8_t {
  none,
  field,         // a field's path, read for its presence alone
  text,          // any text
  text_or_list,  // what `contains` and `len` look into
  scalar,        // what a list or a text may hold
  pattern,       // a literal text: a regular expression
  network,       // a literal text: an address range
  time,
};

struct Signature {
  std::string_view name;
  std::string_view usage;
  Function function;
  Type result;
  std::array<Parameter, 2> parameters = {};

  size_t arity() const;
};

// All functions, in the order of Function.
std::span<const Signature> functions();

// The function of that name; null if there is none.
const Signature* find_function(std::string_view name);

}  // namespace rulemap::expr
