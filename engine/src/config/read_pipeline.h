// Located tree -> PipelineFile: shapes, known keys, required keys. Looks at nothing outside the
// file.
#pragma once

#include <string_view>

#include "config/pipeline_file.h"
#include "rulemap/engine/diagnostic.h"

namespace rulemap::engine {

// Reports every problem; what could not be read stays empty.
PipelineFile read_pipeline(std::string_view text, Diagnostics& diagnostics);

}  // namespace rulemap::engine
