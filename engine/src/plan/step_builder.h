// The steps of the pipeline file, made ready, each knowing which one is next; routes and their
// branches become numbers here.
#pragma once

#include <vector>

#include "plan/planning.h"

namespace rulemap::engine {

// Adds the steps so that the last one leads to `after`; gives the first one's number. What they
// write is added to `scope`.
StepNumber add_steps(Planning& planning, const std::vector<StepFile>& steps, StepNumber after,
                     FieldScope& scope);

}  // namespace rulemap::engine
