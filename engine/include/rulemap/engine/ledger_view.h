// What the ledger says of past and present runs, for people and programs. Only reads: safe beside a
// run that is under way.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::engine {

struct LedgerRun {
  std::int64_t id = 0;
  std::string pipeline;
  std::string state;  // running (or killed), done, failed
  std::string why;    // where it failed
  std::int64_t started_ms = 0;
  std::optional<std::int64_t> ended_ms;
  std::int64_t starts = 1;
  std::int64_t inputs = 0;
  std::int64_t pending = 0;
};

// In one sink.
struct LedgerOutcome {
  std::string sink, state, detail;
};

struct LedgerInput {
  std::string original, type, source, file, case_id;
  std::int64_t line = 0;
  std::string state, detail;
  std::vector<LedgerOutcome> outcomes;
};

struct LedgerFilter {
  std::string pipeline;             // of this name only; empty: any
  std::optional<std::int64_t> run;  // not set: the last one
  std::string state;                // of the input, or of an outcome; empty: any
  std::string sink;                 // outcomes in this sink only; empty: all
};

// The newest first.
Result<std::vector<LedgerRun>> ledger_runs(const std::string& state_folder,
                                           const std::string& pipeline);

// Calls `take` for each input of one run, in their order; gives the run. Fails where there is none.
Result<LedgerRun> ledger_inputs(const std::string& state_folder, const LedgerFilter& filter,
                                const std::function<void(const LedgerInput&)>& take);

}  // namespace rulemap::engine
