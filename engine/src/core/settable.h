// What core.set may write: a pipeline file adds what its author knows of a record, and never says
// what a record is or what became of a lookup.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/sdk/value.h"

namespace rulemap::engine {

// Why the constant `value` cannot be written into `field`, and what would be right; empty: it can.
std::string why_not_settable(std::string_view field, Doc value);

// Texts are added to such a field, beside those that are there.
bool is_list_of_texts(std::string_view field, Doc value);

}  // namespace rulemap::engine
