// The keys under `http` of a pipeline file, checked and given to the world.
#pragma once

#include <string>

#include "config/pipeline_file.h"
#include "config/variables.h"
#include "host/world.h"
#include "rulemap/engine/diagnostic.h"

namespace rulemap::engine {

// base: the pipeline file's folder, absolute. Reads the CA file; touches nothing else.
void use_network_keys(const HttpFile& http, const std::string& base, const Variables& variables,
                      World& world, Diagnostics& diagnostics);

}  // namespace rulemap::engine
