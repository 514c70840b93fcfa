// PipelineFile -> Plan: plugins looked up, options checked, instances created, fields followed from
// writer to reader. Touches no network and writes nothing.
#pragma once

#include <memory>
#include <string>

#include "config/variables.h"
#include "plan/plan.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/engine/pipeline.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {

// program: the embedding program's own services, or null. base_folder: from which paths in the file
// count. replay: null where the sources are read. Reports every problem; the plan may be run only
// where there is none.
std::unique_ptr<Plan> build_plan(const PipelineFile& file, const Registry& registry,
                                 const Variables& variables, World& world,
                                 const rulemap_host* program, const std::string& base_folder,
                                 const ReplayedRecords* replay, Diagnostics& diagnostics);

}  // namespace rulemap::engine
