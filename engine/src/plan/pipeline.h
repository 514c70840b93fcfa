// What a loaded pipeline owns.
#pragma once

#include <memory>

#include "host/program_services.h"
#include "host/world.h"
#include "plan/plan.h"
#include "rulemap/engine/pipeline.h"

namespace rulemap::engine {

class Pipeline {
 public:
  explicit Pipeline(ProgramServices::Find find) : program(std::move(find)) {}

  // Doors outlive the instances that hold them.
  std::unique_ptr<World> world;
  ProgramServices program;
  std::unique_ptr<Plan> plan;
  bool left_running = false;  // a call goes on: nothing of it may be destroyed
  std::string file;           // its path as it was given
  std::string digest;         // of the file's bytes and its variables
};

}  // namespace rulemap::engine
