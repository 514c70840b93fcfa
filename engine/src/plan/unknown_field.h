// What a name that no writer stands for is told: a field of records that nothing writes, a field
// that is written further down, or no field at all.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/field_scope.h"

namespace rulemap::engine {

struct UnknownField {
  std::string message;
  std::string hint;
};

// Whether more is known of it than that nothing writes it.
bool is_field_of_records(const std::string& name, const std::map<std::string, Writer>& later);

// Whether it can be no field of a plugin that is not known: such as `ioc.tpye` or `tagz`.
bool is_misspelt_neutral(const std::string& name);

// known: the names at this place; later: the first writers further down.
UnknownField unknown_field(const std::string& name, const std::vector<std::string>& known,
                           const std::map<std::string, Writer>& later);

}  // namespace rulemap::engine
