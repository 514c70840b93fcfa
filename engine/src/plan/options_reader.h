// `with` of one block -> the checked values that its instance gets.
#pragma once

#include <memory>
#include <string>

#include "config/block_reader.h"
#include "config/variables.h"
#include "rulemap/host/options.h"

namespace rulemap::engine {

// what: the block in messages, "step `vt`". Reports every problem.
std::unique_ptr<host::ConfigValues> read_options(const BlockFile& block, const std::string& what,
                                                 const rulemap_descriptor& about,
                                                 const Variables& variables,
                                                 const std::string& base_folder,
                                                 Diagnostics& diagnostics);

}  // namespace rulemap::engine
