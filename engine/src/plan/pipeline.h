// What a loaded pipeline owns.
#pragma once

#include <memory>

#include "host/world.h"
#include "plan/plan.h"
#include "rulemap/engine/pipeline.h"

namespace rulemap::engine {

class Pipeline {
 public:
  // Doors outlive the instances that hold them.
  std::unique_ptr<World> world;
  std::unique_ptr<Plan> plan;
  std::string path;
  bool left_running = false;  // a call goes on: nothing of it may be destroyed
  std::string digest;         // of the file's bytes and its variables
};

}  // namespace rulemap::engine
