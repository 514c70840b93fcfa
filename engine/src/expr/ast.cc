#include "ast.h"

namespace rulemap::expr {

Value value_of(const Literal& literal) {
  if (const auto* boolean = std::get_if<bool>(&literal)) return Value::of_boolean(*boolean);
  if (const auto* integer = std::get_if<int64_t>(&literal)) return Value::of_integer(*integer);
  if (const auto* number = std::get_if<double>(&literal)) return Value::of_number(*number);
  return Value::of_text(std::get<std::string>(literal));
}

}  // namespace rulemap::expr
