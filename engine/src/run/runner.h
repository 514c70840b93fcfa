// Drives one plan on one thread: rows from the sources through the steps to the sinks, retries,
// cases, finalizers, the ledger.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <unordered_map>
#include <vector>

#include "plan/pipeline.h"
#include "rulemap/engine/run.h"
#include "run/cases.h"
#include "run/finalizers.h"
#include "run/held_rows.h"
#include "run/ledger.h"
#include "run/row.h"

namespace rulemap::engine {

class Runner {
 public:
  Runner(Pipeline& pipeline, const RunOptions& options, StateFolder& state, Ledger& ledger);
  // Runs to the end, fills the report.
  void run(RunReport& report);

 private:
  // A row that waits for a step, or for a sink, to be tried again.
  struct Deferred {
    std::int64_t due_ms;
    std::uint64_t order;  // equal times keep their order
    StepNumber step;
    std::optional<std::size_t> sink;
    std::shared_ptr<Row> row;  // shared since priority_queue only lends its top
    bool operator<(const Deferred& other) const {
      return std::tie(due_ms, order) > std::tie(other.due_ms, other.order);
    }
  };
  // A sink's rows of open cases that have no receipt yet.
  struct OpenSink {
    std::set<std::uint32_t> cases;
    std::unordered_map<std::uint64_t, std::pair<std::uint32_t, std::vector<std::uint32_t>>> rows;
  };

  // Phases of a run; each ends early once the run is abandoned.
  bool start_all();
  void poll_all();
  void close_case_steps();
  void close_sinks();
  void finish(RunReport& report);

  void accept(std::size_t source, host::Poll poll);
  void name_row(const SourcePlan& source, Row& row);

  // Steps (runner_steps.cc).
  void advance(std::vector<Row> rows, StepNumber at);
  std::vector<Row> pass_step(StepPlan& step, StepNumber number, std::vector<Row> rows);
  void route(const StepPlan& step, std::vector<Row> rows);
  void hold(StepPlan& step, StepNumber number, Row row);
  void release_held(StepPlan& step, StepNumber number, std::uint32_t of_case, HeldRows& held);
  void process(StepPlan& step, StepNumber number, std::vector<Row>& rows, std::vector<Row>& out);
  void end_as_duplicate(const StepPlan& step, const Row& row, std::uint64_t of);
  void settle_row(StepPlan& step, StepNumber number, Row row, const host::Verdict& verdict,
                  bool held_back, std::vector<Row>& out);
  void row_failed(StepPlan& step, StepNumber number, Row row, const std::string& why,
                  std::int64_t after_ms, bool may_retry, std::vector<Row>& out);
  bool holds(const std::optional<Condition>& when, const Row& row) const;
  void set_lookup(const StepPlan& step, Row& row, std::string_view state);

  // Sinks (runner_sinks.cc).
  void to_sinks(std::vector<Row> rows);
  void write(std::size_t sink, const Row& row);
  bool open_case(std::size_t sink, std::uint32_t of_case);
  void take_receipts(std::size_t sink, const host::SinkCall& call, const Row* row);
  void sink_failed(std::size_t sink, const Row& row, const std::string& why, std::int64_t after_ms);
  void close_case(std::size_t sink, std::uint32_t of_case);
  void end_in_sink(std::size_t sink, const std::vector<std::uint32_t>& tokens,
                   std::string_view state, std::string_view detail);
  void dead_letter(const Row& row, std::string_view where, std::string_view why);

  // Ends of rows.
  std::uint64_t new_row_id(std::uint32_t token) {
    token_of_row_.push_back(token);
    return token_of_row_.size();
  }
  void release(const std::vector<std::uint32_t>& tokens);
  void end_row(const Row& row, std::string_view state, std::string_view detail);
  void count_mappings(const host::Record& record);
  void add_error(Row& row, std::string_view step, std::string_view why);

  // Waiting.
  void defer(std::int64_t after_ms, StepNumber step, std::optional<std::size_t> sink, Row row);
  void run_due(bool to_the_end);
  std::int64_t backoff(const ErrorPolicy& policy, std::uint32_t attempts) const;

  // No more comes from the sources; what is past the place that stopped is still written.
  void stop(Error why);
  void halt_step(StepNumber number, Error why);
  void halt_sink(std::size_t sink, Error why);
  bool stopped() const { return stopped_.has_value(); }
  // Nothing goes on: what has no end yet stays pending.
  void abandon(Error why);
  bool abandoned() const { return abandoned_; }
  void look_up();  // interruption, progress, the ledger's health
  std::int64_t now() const { return world_.clock().now_ms(); }
  void fault(std::string_view step, const std::string& what) const;

  Plan& plan_;
  World& world_;
  const RunOptions& options_;
  StateFolder& state_;
  Ledger& ledger_;
  std::string digest_;
  std::int64_t started_ms_;
  Cases cases_;
  Finalizers finalizers_;
  std::priority_queue<Deferred> deferred_;
  std::map<std::pair<StepNumber, std::uint32_t>, HeldRows> held_;
  std::vector<OpenSink> open_sinks_;
  std::vector<SinkReport> sink_reports_;
  std::vector<RefusedInput> refused_inputs_;
  std::set<std::string> rules_, techniques_;
  RunReport counts_;
  std::optional<Error> stopped_;  // the first reason
  bool abandoned_ = false;
  std::vector<bool> halted_steps_, halted_sinks_;  // are not called again
  std::vector<std::uint32_t> token_of_row_;        // by row id, from 1
  std::uint64_t next_order_ = 0;
  bool all_seen_ = false;
  bool dead_letter_open_ = false;
};

}  // namespace rulemap::engine
