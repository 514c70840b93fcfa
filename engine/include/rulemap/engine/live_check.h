// `rulemap check --live`: whether the servers that a pipeline asks are there, take its credentials,
// and what they allow. Asks them, through the plugins that can (abi/live.h); no row is read, no
// sink is written.
#pragma once

#include <string>
#include <vector>

#include "rulemap/engine/run.h"

namespace rulemap::engine {

struct LiveFinding {
  enum class State { note, warning, problem };
  State state = State::note;
  std::string of;    // the source, step or sink
  std::string what;  // a few words: "key", "quota"
  std::string text;
};

struct LiveCheck {
  std::string pipeline;
  std::vector<LiveFinding> findings;
  std::uint64_t requests = 0;  // that were answered

  bool has_problems() const;
  std::string text() const;
  std::string json() const;
};

// The pipeline cannot be run afterwards. Needs the state folder for itself.
LiveCheck check_live(Pipeline& pipeline, const RunOptions& options);

}  // namespace rulemap::engine
