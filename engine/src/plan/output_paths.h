// What a pipeline writes is a file of its own: nothing that it reads, and nothing that another sink
// writes. Said by the check, before anything is opened.
#pragma once

#include <string>

#include "config/pipeline_file.h"
#include "config/variables.h"
#include "rulemap/engine/diagnostic.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {

// Reports each path of an option marked RULEMAP_OPTION_OUTPUT that is the file of another output,
// of what a source or a step reads, or of the pipeline itself (pipeline_path; empty: it is none).
// Links, and several names of one file, are seen through.
void check_output_paths(const PipelineFile& file, const std::string& pipeline_path,
                        const Registry& registry, const Variables& variables,
                        const std::string& base_folder, Diagnostics& diagnostics);

}  // namespace rulemap::engine
