// Which secrets of a pipeline file something asks for.
#pragma once

#include <set>
#include <string>

#include "config/pipeline_file.h"

namespace rulemap::engine {

// The NAMEs of every ${secrets.NAME} that stands in a value.
std::set<std::string> secret_uses(const PipelineFile& file);

}  // namespace rulemap::engine
