// One value of an entry, its placeholders filled in -> what is asked of the field.
#pragma once

#include <optional>
#include <vector>

#include "modifiers.h"
#include "rulemap/sigma/expression.h"
#include "scalar.h"

namespace rulemap::sigma {

// A pattern for each text that the text-changing modifiers make; any of them may match. None where
// a problem was added.
std::vector<Pattern> make_patterns(const FieldKey& key, const Scalar& value, Problems& problems);

// Of an entry with FieldKey::ask; not of a null.
std::optional<Test::Ask> make_ask(const FieldKey& key, const Scalar& value, Problems& problems);

}  // namespace rulemap::sigma
