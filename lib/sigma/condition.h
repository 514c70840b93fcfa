// The text of a `condition`: names, `1 of`, `all of`, not, and, or, parentheses. Parsed first, then
// resolved with what its names stand for: selections of a rule, or members of a correlation.
// Grammar, loosest first: or, and, not, `X of`. Operators are in lower or in upper case.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"
#include "rulemap/sigma/expression.h"

namespace rulemap::sigma {

struct Condition {
  enum class Kind : std::uint8_t { name, one_of, all_of, all, any, negation };

  Kind kind = Kind::name;
  std::string_view text;  // a name, or the pattern behind `of`; points into what was parsed
  std::vector<Condition> parts;
};

struct ConditionError {
  std::string message;
  std::size_t offset = 0;  // in bytes
  std::string piece;
};

inline constexpr std::size_t kMostConditionBytes = std::size_t{64} << 10;

// Views in the result point into `text`.
std::optional<Condition> parse_condition(std::string_view text, ConditionError& error);

// The names that one `of` pattern stands for, as indices, ascending. `them` and patterns that do
// not begin with `_` leave out names that do.
std::vector<std::size_t> names_of(std::string_view pattern, std::span<const std::string> names);

// Calls `use(index)` for each name in the order of the text. Fails for a name that is not there and
// for a pattern without any; ConditionError::offset is where it stands.
std::optional<Expression> resolve_condition(const Condition& condition, std::string_view text,
                                            std::span<const std::string> names,
                                            const std::function<Expression(std::size_t)>& use,
                                            ConditionError& error);

// Levels of parts inside each other.
unsigned depth_of(const Expression& expression);

}  // namespace rulemap::sigma
