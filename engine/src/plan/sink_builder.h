// One sink of the pipeline file, made ready; the dead letters' as well.
#pragma once

#include "plan/planning.h"

namespace rulemap::engine {

// Nothing where no plugin has it; then that has been reported.
std::optional<SinkPlan> make_sink(Planning& planning, const SinkFile& block,
                                  const FieldScope& scope);
std::optional<SinkPlan> make_dead_letter(Planning& planning, const SinkFile& block);

}  // namespace rulemap::engine
