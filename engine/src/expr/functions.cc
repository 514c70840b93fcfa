#include "functions.h"

#include <algorithm>

namespace rulemap::expr {
namespace {

using P = Parameter;

constexpr Signature kFunctions[] = {
    {"exists", "exists(field)", Function::exists, Type::boolean, {P::field}},
    {"contains",
     "contains(text, part) or contains(list, value)",
     Function::contains,
     Type::boolean,
     {P::text_or_list, P::scalar}},
    {"starts_with",
     "starts_with(text, part)",
     Function::starts_with,
     Type::boolean,
     {P::text, P::text}},
    {"ends_with", "ends_with(text, part)", Function::ends_with, Type::boolean, {P::text, P::text}},
    {"matches",
     "matches(text, 'regular expression')",
     Function::matches,
     Type::boolean,
     {P::text, P::pattern}},
    {"lower", "lower(text)", Function::lower, Type::text, {P::text}},
    {"len", "len(text or list)", Function::len, Type::integer, {P::text_or_list}},
    {"in_net",
     "in_net(text, '10.0.0.0/8')",
     Function::in_net,
     Type::boolean,
     {P::text, P::network}},
    {"now", "now()", Function::now, Type::time, {}},
    {"age", "age(time)", Function::age, Type::duration, {P::time}},
};

}  // namespace

size_t Signature::arity() const {
  return static_cast<size_t>(
      std::count_if(parameters.begin(), parameters.end(), [](P p) { return p != P::none; }));
}

std::span<const Signature> functions() { return kFunctions; }

const Signature* find_function(std::string_view name) {
  for (const Signature& signature : kFunctions) {
    if (signature.name == name) return &signature;
  }
  return nullptr;
}

}  // namespace rulemap::expr
