// The inside of SimulatedMisp: one world under one lock, and the wire before it.
#pragma once

#include <mutex>
#include <vector>

#include "contract/misp/faults.h"
#include "contract/misp/simulated_misp.h"
#include "contract/misp/wire.h"
#include "contract/misp/world.h"

namespace rulemap::simulated {

struct SimulatedMisp::Parts {
  explicit Parts(Settings settings);
  ~Parts();

  std::string url() const;
  void set(Settings settings);  // under the lock
  bool serve(const HttpRequest& request, Connection& connection);
  // Notes the request, and the fault that it meets.
  std::optional<Fault> note(const HttpRequest& request, Seen& seen);
  void note_answer(std::size_t index, int status, std::size_t bytes);
  Answer respond_at(const HttpRequest& request, const std::optional<Fault>& fault,
                    std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex;
  World world;
  FaultPlan faults;
  mutable Writing writing;
  std::vector<Seen> seen;
  std::size_t next_index = 0;
  std::unique_ptr<Wire> wire;
};

}  // namespace rulemap::simulated
