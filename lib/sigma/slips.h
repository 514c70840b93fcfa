// Words that are right in form and near to a known one: a rule of the category `process_craetion`
// loads, and never holds.
#pragma once

#include "problems.h"
#include "rulemap/yaml/node.h"

namespace rulemap::sigma {

// Of the keys of a rule's or a filter's document, and of its log source. A key beside which the
// right one stands is its author's own.
void warn_of_slips(const yaml::Node& document, Problems& problems);

}  // namespace rulemap::sigma
