// What a step may send, from its own keys and those under `defaults`.
#pragma once

#include <memory>

#include "gate/gate.h"
#include "plan/planning.h"

namespace rulemap::engine {

// `never_send` of both counts; of the other keys the step's own, where it has them. Reads the files
// of entries that begin with `@`.
std::shared_ptr<const GatePolicy> gate_policy(Planning& planning, const GateFile& own);

}  // namespace rulemap::engine
