// What a run reads, as one digest: the same pipeline over the same input is the same run.
#pragma once

#include <string>

#include "plan/plan.h"

namespace rulemap::engine {

// Of the names and contents of all files that the sources' paths name. Empty where an input can
// never be the same again (stdin, or a file that cannot be read).
std::string input_digest(const Plan& plan);

}  // namespace rulemap::engine
