// What a pipeline reads has to be there: lists, rules, data. Said by the check, not by the run.
#pragma once

#include <string>

#include "config/pipeline_file.h"
#include "config/variables.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {

// Reports each path of an option marked RULEMAP_OPTION_INPUT where nothing is there to read.
// sources: of a replay they are not read, and may be gone.
void check_input_paths(const PipelineFile& file, bool sources, const Registry& registry,
                       const Variables& variables, const std::string& base_folder,
                       Diagnostics& diagnostics);

}  // namespace rulemap::engine
