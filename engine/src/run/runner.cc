#include "run/runner.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "run/input_digest.h"

namespace rulemap::engine {
namespace {

constexpr std::int64_t kLookEvery = 100;   // ms between two looks at the world outside
constexpr std::int64_t kCutWithin = 1000;  // ms that a call may take once its requests are cut
constexpr std::int64_t kCommitEvery = 50;  // ms between two commits of the ledger

bool fills_mappings(const StepPlan& step) {
  if (step.is_route()) return false;
  const auto& writes = step.workers[0].instance->declared().writes;
  return std::any_of(writes.begin(), writes.end(), [](const host::DeclaredField& each) {
    return each.name == "matches" || each.name == "techniques";
  });
}

}  // namespace

Runner::Runner(Pipeline& pipeline, const RunOptions& options, StateFolder& state, Ledger& ledger)
    : plan_(*pipeline.plan),
      world_(*pipeline.world),
      options_(options),
      state_(state),
      ledger_(ledger),
      file_(pipeline.file),
      digest_(pipeline.digest),
      began_ms_(pipeline.world->clock().now_ms()),
      started_ms_(began_ms_),
      table_(plan_.sinks.size()),
      sources_(plan_.sources.size()) {
  for (const StepPlan& each : plan_.steps) {
    StepFlow& flow = steps_.emplace_back(each.memory);
    for (std::size_t i = 0; i < each.workers.size(); ++i) flow.idle_workers.push_back(i);
  }
  for (const SinkPlan& each : plan_.sinks) {
    sinks_.emplace_back(each.memory);
    SinkReport& report = sink_reports_.emplace_back();
    report.id = each.id;
    report.left_as_they_were = each.left_as_they_are;
  }
}

void Runner::run(RunReport& report) {
  if (begin() && start_all()) {
    while (!abandoned() && !finished()) {
      if (!pump()) wait();
      calls_.settle(0);
      look_up();
    }
  }
  wait_for_calls();
  finish(report);
}

bool Runner::begin() {
  if (options_.progress) options_.progress({});  // the digest reads every file
  const std::string input = input_digest(plan_);
  may_go_on_ = !input.empty();
  const auto start = ledger_.begin_run({plan_.name, digest_, input}, began_ms_, options_.fresh);
  if (!start.ok()) return (abandon(start.error()), false);
  started_ms_ = start->started_ms;
  counts_.went_on = start->goes_on;
  cases_.emplace(plan_, state_.name_space(), started_ms_);
  if (start->goes_on) {
    world_.log(RULEMAP_INFO, "", "goes on with the run that began earlier; --fresh begins anew");
  }
  return true;
}

void Runner::keep_state(Door& door) {
  for (const auto& [key, value] : door.state.take_unsaved()) {
    ledger_.remember(door.state.scope(), key, value);
  }
}

template <class Instance>
void Runner::start(Instance& instance, Door& door, const std::string& id) {
  if (stopped()) return;
  const auto done = instance->start();
  keep_state(door);
  if (!done.ok()) abandon({"`" + id + "` could not start: " + done.error().text(), ""});
}

bool Runner::start_all() {
  for (StepPlan& each : plan_.steps) {
    for (StepWorker& worker : each.workers) start(worker.instance, *worker.door, each.id);
  }
  for (SourcePlan& each : plan_.sources) start(each.instance, *each.door, each.id);
  return !stopped();
}

// When the first row has come, since a sink may begin its file anew: what the last run wrote stays
// where nothing replaces it.
bool Runner::start_sinks() {
  if (std::exchange(sinks_started_, true)) return true;
  if (plan_.dead_letter)
    start(plan_.dead_letter->instance, *plan_.dead_letter->door, plan_.dead_letter->id);
  for (SinkPlan& each : plan_.sinks) start(each.instance, *each.door, each.id);
  return !stopped();
}

// From the end to the beginning, so that room is made before it is asked for.
bool Runner::pump() {
  bool began = bring_back_due();
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    began = write_next(i) || close_next_sink_case(i) || began;
  }
  for (StepNumber i = static_cast<StepNumber>(steps_.size()); i-- > 0;) {
    while (!abandoned() && dispatch(i)) began = true;
  }
  began = close_next_step() || began;
  for (std::size_t i = 0; i < sources_.size(); ++i) began = tell_done(i) || began;
  return poll_next() || began;
}

bool Runner::finished() const {
  const auto idle = [](const auto& flow) { return flow.idle() || flow.halted; };
  if (!sources_ended() || calls_.running() > 0) return false;
  const auto is_open = [&](const StepFlow& flow) { return !flow.held.empty() && !flow.halted; };
  if (!std::all_of(steps_.begin(), steps_.end(), idle)) return false;
  if (std::any_of(steps_.begin(), steps_.end(), is_open)) return false;
  return std::all_of(sinks_.begin(), sinks_.end(), [&](const SinkFlow& flow) {
    return flow.halted || (flow.idle() && flow.cases.empty());
  });
}

// For a call to end, or for the first row that is due again; never so long that a wish to stop goes
// unnoticed.
void Runner::wait() {
  std::int64_t until = steady() + kLookEvery;
  if (!deferred_.empty()) until = std::min(until, deferred_.top().due_ms);
  if (calls_.running() > 0) {
    calls_.settle(std::max<std::int64_t>(until - steady(), 1));
    return;
  }
  std::int64_t due = deferred_.empty() ? 0 : deferred_.top().due_ms;
  for (const SinkFlow& each : sinks_) {
    if (each.close_due_ms > steady())
      due = due ? std::min(due, each.close_due_ms) : each.close_due_ms;
  }
  if (due == 0)
    return abandon(
        {"no row can go on, and none has found its end: this is a fault of rulemap", ""});
  world_.clock().sleep_until(now() + std::max<std::int64_t>(due - steady(), 1));
}

// By the computer's own clock, whatever the pipeline's says: threads know no other.
void Runner::wait_for_calls() {
  using Real = std::chrono::steady_clock;
  const auto until = Real::now() + std::chrono::milliseconds(options_.grace_ms);
  while (calls_.running() > 0 && Real::now() < until) calls_.settle(kLookEvery);
  if (calls_.running() == 0) return;
  // A call that waits for a server ends with its request.
  world_.cut_off();
  const auto cut = Real::now() + std::chrono::milliseconds(std::min(options_.grace_ms, kCutWithin));
  while (calls_.running() > 0 && Real::now() < cut) calls_.settle(kLookEvery);
  if (calls_.running() == 0) return;
  std::string who;
  const auto name = [&](bool running, const std::string& id) {
    if (running) who += (who.empty() ? "`" : ", `") + id + "`";
  };
  for (std::size_t i = 0; i < sources_.size(); ++i) name(sources_[i].running, plan_.sources[i].id);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    name(steps_[i].running > 0 || steps_[i].letting_go, plan_.steps[i].id);
  }
  for (std::size_t i = 0; i < sinks_.size(); ++i) name(sinks_[i].running, plan_.sinks[i].id);
  const Error late{who + " did not end within " + std::to_string(options_.grace_ms) + " ms after " +
                       (stopped() ? stopped_->text() : "the end of the run"),
                   ""};
  stopped_ = late;
  left_running_ = true;
  calls_.leave();
}

void Runner::release(std::uint64_t row) {
  for (const std::uint32_t token : table_.release(row)) {
    if (finalizers_.release(token)) ledger_.finalize(token);
  }
}

void Runner::end_row(const Row& row, std::string_view state, std::string_view detail) {
  for (const std::uint32_t token : row.tokens) ledger_.set_state(token, state, detail);
  release(row.id);
  if (state == "dropped") counts_.dropped += row.tokens.size();
  if (state == "dead_letter") counts_.dead_letter += row.tokens.size();
}

void Runner::add_error(Row& row, std::string_view step, std::string_view why) const {
  host::Pool& pool = row.record.pool();
  host::Json entry(rapidjson::kObjectType);
  entry.AddMember("step", host::copy_text(step, pool), pool);
  entry.AddMember("message", host::copy_text(why, pool), pool);
  row.record.append(plan_.slots.errors, std::move(entry));
}

void Runner::defer(std::int64_t after_ms, StepNumber step, Row row) {
  steps_[step].inbox.went_away();
  deferred_.push({steady() + std::max<std::int64_t>(after_ms, 0),
                  ++next_order_,
                  step,
                  0,
                  std::make_shared<Row>(std::move(row)),
                  {}});
}

void Runner::defer(std::int64_t after_ms, std::size_t sink, SinkRow row) {
  sinks_[sink].inbox.went_away();
  deferred_.push({steady() + std::max<std::int64_t>(after_ms, 0), ++next_order_, kToSinks, sink,
                  nullptr, std::move(row)});
}

// After a stop no step is asked again: its rows stay pending.
bool Runner::bring_back_due() {
  bool any = false;
  while (!deferred_.empty()) {
    const bool stays_pending = stopped() && deferred_.top().step != kToSinks;
    if (deferred_.top().due_ms > steady() && !stays_pending) break;
    Deferred next = deferred_.top();
    deferred_.pop();
    any = true;
    if (next.step == kToSinks) {
      SinkFlow& flow = sinks_[next.sink];
      flow.inbox.came_back();
      const std::size_t bytes = next.sink_row.row->record.bytes();
      flow.inbox.push(std::move(next.sink_row), bytes);
      continue;
    }
    StepFlow& flow = steps_[next.step];
    flow.inbox.came_back();
    if (stays_pending) continue;
    const std::size_t bytes = next.row->record.bytes();
    flow.inbox.push(std::move(*next.row), bytes);
  }
  return any;
}

// Grows from `from` to `to`, less up to a half by the row, so that what failed together does not
// come back together.
std::int64_t Runner::backoff(const ErrorPolicy& policy, std::uint64_t row,
                             std::uint32_t attempts) const {
  std::int64_t wait = policy.backoff_from_ms;
  for (std::uint32_t i = 1; i < attempts && wait < policy.backoff_to_ms; ++i) wait *= 2;
  wait = std::min(wait, policy.backoff_to_ms);
  const std::uint64_t spread = (row * 0x9e3779b97f4a7c15u + attempts) >> 32;
  return wait - static_cast<std::int64_t>(spread % static_cast<std::uint64_t>(wait / 2 + 1));
}

void Runner::stop(Error why) {
  if (!stopped_) stopped_ = Error{world_.secrets().redacted(why.message), why.where};
}

void Runner::halt_step(StepNumber number, Error why) {
  steps_[number].halted = true;
  stop(std::move(why));
}

void Runner::halt_sink(std::size_t sink, Error why) {
  sinks_[sink].halted = true;
  sinks_[sink].inbox.clear();
  stop(std::move(why));
}

void Runner::abandon(Error why) {
  stop(std::move(why));
  abandoned_ = true;
}

void Runner::look_up() {
  if (!abandoned() && options_.interrupted && options_.interrupted()) {
    const char* const later = may_go_on_ ? "; the same command goes on where it stopped" : "";
    abandon({std::string("the run was interrupted") + later, ""});
    world_.begin_nothing();
  }
  const std::int64_t at = steady();
  if (at >= committed_ms_ && at < committed_ms_ + kCommitEvery && calls_.running() > 0) return;
  committed_ms_ = at;
  if (auto kept = ledger_.commit(); !kept.ok()) {
    abandon({"the ledger cannot be written: " + kept.error().message, kept.error().where});
  }
  finalizers_.settle([&](std::size_t source, const std::string& checkpoint) {
    sources_[source].settled.push_back(checkpoint);
  });
  if (options_.progress) {
    const bool waits =
        calls_.running() == 0 && !deferred_.empty() && !stopped() && at < waits_until_ms_;
    options_.progress({finalizers_.count(), finalizers_.final_count(), sources_ended(),
                       ledger_.known(), waits ? waits_for_ : ""});
  }
}

void Runner::fault(std::string_view step, const std::string& what) const {
  if (!what.empty()) {
    world_.log(RULEMAP_WARNING, step, "the plugin broke its contract: it wrote " + what);
  }
}

void Runner::finish(RunReport& report) {
  committed_ms_ = -kCommitEvery;
  look_up();
  for (std::size_t i = 0; i < sources_.size() && !left_running_; ++i) tell_done(i);
  wait_for_calls();
  close_dead_letters();
  const auto end = [&](auto& instance, Door& door, const std::string& id) {
    if (left_running_) return;
    const auto done = instance->stop();
    keep_state(door);
    if (!done.ok()) world_.log(RULEMAP_WARNING, id, done.error().text());
  };
  for (SourcePlan& each : plan_.sources) end(each.instance, *each.door, each.id);
  for (StepPlan& each : plan_.steps) {
    for (StepWorker& worker : each.workers) end(worker.instance, *worker.door, each.id);
  }
  for (SinkPlan& each : plan_.sinks) end(each.instance, *each.door, each.id);
  if (plan_.dead_letter)
    end(plan_.dead_letter->instance, *plan_.dead_letter->door, plan_.dead_letter->id);
  fill(report);
}

void Runner::fill(RunReport& report) {
  report = std::move(counts_);
  report.pipeline = plan_.name;
  report.pipeline_file = file_;
  report.replayed = plan_.replayed;
  for (const StepPlan& each : plan_.steps) {
    report.asks = report.asks || !each.provider.empty();
    report.maps = report.maps || fills_mappings(each);
  }
  report.finished_before = ledger_.finished_before();
  report.pending = finalizers_.count() - finalizers_.final_count();
  if (!stopped() && report.pending > 0) {
    stop({std::to_string(report.pending) + " inputs did not reach their end", ""});
  }
  const std::string why = stopped() ? stopped_->text() : "";
  const auto ended = ledger_.end_run(stopped() ? "failed" : "done", why, now());
  if (!ended.ok()) stop(ended.error());
  report.left_running = left_running_;
  report.failed = stopped();
  if (stopped()) report.error = *stopped_;
  const HttpCounts& http = world_.http_counts();
  report.answers_replayed = http.replayed;
  report.answers_network = http.network;
  report.answers_cached = http.cached;
  report.requests_failed = http.failed;
  report.answers_missing = http.unrecorded;
  for (const auto& [id, metrics] : world_.metrics()) {
    const bool of_source =
        std::any_of(plan_.sources.begin(), plan_.sources.end(),
                    [&of = id](const SourcePlan& each) { return each.id == of; });
    for (const auto& [name, value] : metrics.values()) {
      report.metrics.push_back({id, name, value, of_source});
    }
  }
  report.rules = rules_.size();
  report.techniques = techniques_.size();
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const StepFlow& flow = steps_[i];
    report.steps.push_back({plan_.steps[i].id, flow.rows, flow.calls, flow.inbox.most()});
  }
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    sink_reports_[i].calls = sinks_[i].calls;
    sink_reports_[i].most_waiting = sinks_[i].inbox.most();
  }
  report.sinks = std::move(sink_reports_);
  report.refused_inputs = std::move(refused_inputs_);
  report.ledger = ledger_.path();
  report.milliseconds = now() - began_ms_;
  report.first_started_ms = started_ms_;
}

}  // namespace rulemap::engine
