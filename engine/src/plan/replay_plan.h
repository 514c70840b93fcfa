// A plan whose records come from a dead letter file instead of its sources.
#pragma once

#include "plan/plan.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/engine/pipeline.h"

namespace rulemap::engine {

// Exchanges the sources of a built plan. Reports what is wrong with `replay`.
void replay_records(Plan& plan, const ReplayedRecords& replay, const Registry& registry,
                    World& world, Diagnostics& diagnostics);

}  // namespace rulemap::engine
