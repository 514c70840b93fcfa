// One source of the pipeline file, made ready, and the case that its rows belong to.
#pragma once

#include "plan/planning.h"

namespace rulemap::engine {

// Adds it to the plan, and what it writes to `scope`.
void add_source(Planning& planning, const SourceFile& block, FieldScope& scope);

}  // namespace rulemap::engine
