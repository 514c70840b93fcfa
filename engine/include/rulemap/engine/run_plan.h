// What a run would ask, before it asks: requests by kind, what the cache answers, what the
// allowance makes of it. Nothing is sent (but a provider may be asked what is left of its
// allowance), no sink is opened, no ledger written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rulemap/engine/run.h"

namespace rulemap::engine {

struct PlannedKind {
  std::string kind;          // "file report", as the step calls it
  std::int64_t needed = 0;   // would leave now
  std::int64_t cached = 0;   // the cache answers
  std::int64_t at_most = 0;  // may follow from answers to others; not known before these are there
};

// Requests to one server with one credential.
struct PlannedServer {
  std::string server;
  std::vector<PlannedKind> kinds;
  std::int64_t requests = 0;  // needed and at most, all kinds
  std::string rates;          // "4/min, 500/day"; empty: no limit is known
  // By the allowance alone: until the last request leaves. No latency is in it.
  std::int64_t milliseconds = 0;
  // Of these the run sends, then it stops and may go on at `goes_on_ms` (wall clock).
  std::int64_t in_one_go = 0;
  std::int64_t one_go_milliseconds = 0;
  std::string why_not_more;  // empty: all of them fit
  std::int64_t goes_on_ms = 0;
};

struct RunPlan {
  bool failed = false;
  Error error{"", ""};
  std::string pipeline;
  std::uint64_t accepted = 0;  // inputs
  std::uint64_t refused = 0;
  std::uint64_t merged = 0;
  std::vector<PlannedServer> servers;
  std::vector<StepFailure> not_asked;  // what the gate holds back, what no step takes
  std::uint64_t not_asked_not_listed = 0;

  // For people; a few lines.
  std::string text() const;
  std::string json() const;
};

// The pipeline can be neither planned nor run afterwards. Needs the state folder for itself.
RunPlan plan_run(Pipeline& pipeline, const RunOptions& options);

}  // namespace rulemap::engine
