// The paths that a block's options name, each with its place in the file.
#pragma once

#include <string>
#include <vector>

#include "config/pipeline_file.h"
#include "config/variables.h"
#include "rulemap/abi/descriptor.h"

namespace rulemap::engine {

struct PathOption {
  std::string path;           // absolute; a file, folder or glob, or "-"
  const yaml::Node* written;  // borrowed from the block; null: the option's default
};

// Of the options with this flag (RULEMAP_OPTION_INPUT, ...); 0: of every path option. Reports
// nothing: who creates the block does.
std::vector<PathOption> path_options(const BlockFile& block, const rulemap_descriptor& about,
                                     std::uint32_t flag, const Variables& variables,
                                     const std::string& base_folder);

}  // namespace rulemap::engine
