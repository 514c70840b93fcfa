// A pipeline, checked and ready to run: instances created, conditions compiled, every step knowing
// where its rows go next. Made by plan_builder.h, driven by ../run/.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/pipeline_file.h"
#include "expr/expr.h"
#include "host/world.h"
#include "rulemap/host/sink_instance.h"
#include "rulemap/host/source_instance.h"
#include "rulemap/host/step_instance.h"

namespace rulemap::engine {

// The number of a step in Plan::steps, or kToSinks.
using StepNumber = std::uint32_t;
inline constexpr StepNumber kToSinks = 0xffffffffu;
inline constexpr StepNumber kDropped = 0xfffffffeu;  // `else: drop` of a route

struct Condition {
  std::string source;  // as it stands in the file
  expr::Program program;
};

inline constexpr std::size_t kQueueBytes = std::size_t{256} << 10;

inline constexpr std::int64_t kLongestWaitMs = 3'600'000;

enum class Then { dead_letter, drop, skip, stop };

struct ErrorPolicy {
  std::int64_t attempts = 3;
  std::int64_t backoff_from_ms = 1000;
  std::int64_t backoff_to_ms = 30'000;
  std::optional<std::int64_t> deadline_ms;
  Then then = Then::dead_letter;
};

struct SourcePlan {
  std::string id;
  std::unique_ptr<host::SourceInstance> instance;
  Door* door = nullptr;
  // record: the case that the record itself names.
  enum class CaseBy { one, one_per_file, expression, record } by = CaseBy::one;
  std::optional<Condition> by_expression;
  std::string title, tlp, pap;
  std::vector<std::string> paths;  // of its path options, absolute
  std::string written_paths;  // `with.path` as written: identifies the one case without a title
};

struct BranchPlan {
  std::string id;
  Condition when;
  StepNumber first;
};

// An instance of a step, with its way to the services.
struct StepWorker {
  Door* door = nullptr;
  std::unique_ptr<host::StepInstance> instance;
};

struct StepPlan {
  std::string id;
  std::string use;
  std::optional<Condition> when;
  std::vector<StepWorker> workers;   // empty for core.route; several where each worker has its own
  unsigned width = 1;                // calls that may run at the same time
  std::size_t batch = 64;            // rows a call, at most
  std::size_t round = 1;             // calls that one thread makes one after the other, at most
  std::size_t memory = kQueueBytes;  // of the rows that wait for it
  ErrorPolicy on_error;
  bool asks_network = false;
  std::int64_t longest_wait_ms = kLongestWaitMs;  // for an allowance; beyond it the run stops
  std::shared_ptr<const GatePolicy> gate;
  std::string provider;  // fills lookup.<provider>; empty: none
  std::uint32_t lookup_slot = 0;
  std::vector<BranchPlan> branches;  // core.route only
  StepNumber otherwise = kToSinks;   // core.route only: where rows of no branch go
  StepNumber next = kToSinks;

  bool is_route() const { return workers.empty(); }
  bool is_case_step() const { return !is_route() && workers[0].instance->is_case_step(); }
};

struct SinkPlan {
  std::string id;
  std::string use;
  std::optional<Condition> when;
  std::unique_ptr<host::SinkInstance> instance;
  Door* door = nullptr;
  std::size_t memory = kQueueBytes;  // of the rows that wait for it
  ErrorPolicy on_error;
  std::vector<std::string> left_as_they_are;  // by a replay, which writes beside these
};

// Slots of the fields that the host itself reads and writes.
struct HostSlots {
  std::uint32_t kind, id, case_id, case_title, tlp, pap, errors, also;
  std::uint32_t type, value, port, is_private, original, file, line;
};

struct Plan {
  std::string name;
  std::string base_folder;  // the pipeline file's, absolute
  host::FieldTable fields;
  HostSlots slots{};
  std::vector<SourcePlan> sources;
  std::vector<StepPlan> steps;
  StepNumber first_step = kToSinks;
  std::vector<SinkPlan> sinks;
  std::optional<SinkPlan> dead_letter;
  std::string replayed;  // the file of dead letters that stands for the sources; empty: none does
};

}  // namespace rulemap::engine
