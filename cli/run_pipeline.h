// What `run` and `replay` share.
#pragma once

#include <optional>
#include <string>

#include "command.h"
#include "rulemap/engine/pipeline.h"

namespace rulemap::cli {

struct RunArguments {
  std::string pipeline;
  std::string state;
  bool json = false;
  bool quiet = false;
  bool fresh = false;
  bool strict = false;
  bool plan = false;
  bool dry_run = false;
  std::optional<engine::ReplayedRecords> replay = {};
};

void add_run_options(CLI::App& command, RunArguments& arguments);
// Loads, runs with a progress line, prints the summary, sets the exit code.
void run_pipeline(const RunArguments& arguments, Common& common);

}  // namespace rulemap::cli
