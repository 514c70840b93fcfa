// Drives one plan: rows from the sources through the steps to the sinks, retries, cases,
// finalizers, the ledger. One thread knows everything; the calls of plugins run on others
// (calls.h), and what a call said is settled back on the first.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <vector>

#include "plan/pipeline.h"
#include "rulemap/engine/run.h"
#include "run/calls.h"
#include "run/cases.h"
#include "run/finalizers.h"
#include "run/flow.h"
#include "run/ledger.h"
#include "run/row_table.h"

namespace rulemap::engine {

class Runner {
 public:
  Runner(Pipeline& pipeline, const RunOptions& options, StateFolder& state, Ledger& ledger);
  // Runs to the end, fills the report.
  void run(RunReport& report);
  // A call did not end in time: its thread goes on, so this object has to stay.
  bool left_running() const { return left_running_; }

 private:
  // A row that waits for a step, or for a sink, to be tried again.
  struct Deferred {
    std::int64_t due_ms;
    std::uint64_t order;  // equal times keep their order
    StepNumber step;
    std::size_t sink;          // where step is kToSinks
    std::shared_ptr<Row> row;  // shared since priority_queue only lends its top
    SinkRow sink_row;
    bool operator<(const Deferred& other) const {
      return std::tie(due_ms, order) > std::tie(other.due_ms, other.order);
    }
  };

  // A row that a case step merged into another, which is number `into` of those let go with it.
  struct MergedRow {
    std::uint64_t row;
    std::size_t into;
    std::vector<std::uint32_t> tokens;
  };

  template <class Instance>
  void start(Instance& instance, Door& door, const std::string& id);
  bool start_all();
  bool start_sinks();
  // Starts what can be started now; false: nothing could.
  bool pump();
  bool finished() const;
  void wait();
  void wait_for_calls();
  void finish(RunReport& report);
  void fill(RunReport& report);
  bool begin();
  // What an instance remembered during its call, kept with what the call said.
  void keep_state(Door& door);

  // Sources (runner_sources.cc).
  bool poll_next();
  bool tell_done(std::size_t source);
  void accept(std::size_t source, host::Poll poll);
  bool name_row(const SourcePlan& source, Row& row);
  bool sources_ended() const { return stopped() || next_source_ == plan_.sources.size(); }

  // Steps (runner_steps.cc).
  bool has_room_at(StepNumber at) const;
  void send(Row row, StepNumber at);
  StepNumber routed(const StepPlan& step, const Row& row) const;
  bool dispatch(StepNumber number);
  Round draw_round(StepNumber number);
  std::shared_ptr<Ticket> draw(StepNumber number);
  GatedRow gate_of(const Row& row) const;
  void call_round(StepPlan& step, StepFlow& flow, const Round& round);
  void call_step(StepPlan& step, StepFlow& flow, Ticket& ticket);
  Result<void> keep_rows(StepFlow& flow, const Ticket& ticket) const;
  std::vector<std::vector<Row>> name_emitted(Ticket& ticket);
  host::Verdict still_to_wait(host::Verdict verdict, const Ticket& ticket) const;
  static host::Verdict verdict_of(const host::StepCall& call, std::size_t row);
  void round_ended(StepNumber number, const Round& round);
  void settle_tickets(StepNumber number);
  void settle(StepNumber number, Ticket& ticket);
  void settle_row(StepNumber number, Row row, const host::Verdict& verdict,
                  const std::string& held_back);
  void wait_for_allowance(StepNumber number, Row row, const host::Verdict& verdict);
  void end_as_duplicate(const StepPlan& step, const Row& row, std::uint64_t of);
  void row_failed(StepNumber number, Row row, const std::string& why, std::int64_t after_ms,
                  bool may_retry);
  bool set_lookup(const StepPlan& step, Row& row, std::string_view state) const;
  void note_not_asked(const StepPlan& step, const Row& row, const std::string& why);
  bool holds(const std::optional<Condition>& when, const Row& row) const;

  // Cases (runner_cases.cc).
  bool close_next_step();
  host::CallEnd open_case(StepPlan& step, StepFlow& flow, std::uint32_t of_case,
                          const host::CaseText& of);
  Result<void> read_back(HeldRows& held, std::size_t index, std::vector<Row>& rows,
                         std::vector<MergedRow>& merged) const;
  bool let_go(StepNumber number, std::uint32_t of_case, CaseRows& held);
  bool close_next_sink_case(std::size_t sink);
  void sink_case_closed(std::size_t sink, std::uint32_t of_case, const host::SinkCall& call);

  // Sinks (runner_sinks.cc).
  void to_sinks(Row row);
  bool write_next(std::size_t sink);
  void call_sink(SinkPlan& plan, const host::CaseText& of, SinkTicket& ticket);
  void written(std::size_t sink, SinkTicket& ticket);
  void take_receipts(std::size_t sink, const host::SinkCall& call, const SinkRow* row);
  void sink_failed(std::size_t sink, const SinkRow& row, const std::string& why,
                   std::int64_t after_ms);
  void refused_by(std::size_t sink, std::uint64_t row_id, const Row* row, const std::string& why);
  void end_in_sink(std::size_t sink, std::uint64_t row_id, std::string_view state,
                   std::string_view detail);
  bool written_before(std::size_t sink, const Row& row);
  void count_mappings(const host::Record& record);

  // What was given up (runner_dead_letters.cc).
  void dead_letter(const Row& row, std::string_view where, std::string_view why);
  bool open_dead_letters(std::uint32_t of_case);
  void close_dead_letters();
  bool expect_kept(const host::SinkCall& call);

  // Ends of rows.
  void release(std::uint64_t row);
  void end_row(const Row& row, std::string_view state, std::string_view detail);
  void add_error(Row& row, std::string_view step, std::string_view why) const;

  // Waiting.
  void defer(std::int64_t after_ms, StepNumber step, Row row);
  void defer(std::int64_t after_ms, std::size_t sink, SinkRow row);
  bool bring_back_due();
  std::int64_t backoff(const ErrorPolicy& policy, std::uint64_t row, std::uint32_t attempts) const;

  // No more comes from the sources; what is past the place that stopped is still written.
  void stop(Error why);
  void halt_step(StepNumber number, Error why);
  void halt_sink(std::size_t sink, Error why);
  bool stopped() const { return stopped_.has_value(); }
  // Nothing new begins: what has no end yet stays pending.
  void abandon(Error why);
  bool abandoned() const { return abandoned_; }
  void look_up();  // interruption, progress, the ledger's health
  std::int64_t now() const { return world_.clock().now_ms(); }
  std::int64_t steady() const { return world_.clock().steady_ms(); }
  void fault(std::string_view step, const std::string& what) const;

  Plan& plan_;
  World& world_;
  const RunOptions& options_;
  StateFolder& state_;
  Ledger& ledger_;
  std::string file_;  // the pipeline's
  std::string digest_;
  std::int64_t began_ms_;       // this start
  std::int64_t started_ms_;     // the run's first start
  std::optional<Cases> cases_;  // once the start is known
  Finalizers finalizers_;
  RowTable table_;
  std::vector<SourceFlow> sources_;
  std::deque<StepFlow> steps_;  // calls hold references
  std::deque<SinkFlow> sinks_;
  std::size_t next_source_ = 0;
  std::priority_queue<Deferred> deferred_;
  std::uint64_t next_order_ = 0;
  std::string waits_for_;            // the last allowance that a row had to wait for
  std::int64_t waits_until_ms_ = 0;  // what others answered meanwhile does not end it
  std::vector<SinkReport> sink_reports_;
  std::vector<RefusedInput> refused_inputs_;
  std::set<std::string> rules_, techniques_;
  RunReport counts_;
  std::optional<Error> stopped_;  // the first reason
  bool abandoned_ = false;
  bool sinks_started_ = false;
  bool may_go_on_ = false;  // its input can be read again
  bool left_running_ = false;
  std::optional<std::uint32_t> dead_letter_case_;  // the one it was opened with
  std::int64_t committed_ms_ = 0;
  Calls calls_;  // the last member: its threads end before anything that they use
};

}  // namespace rulemap::engine
