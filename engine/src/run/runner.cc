#include "run/runner.h"

#include <algorithm>

#include "rulemap/ids/uuid.h"
#include "run/private_indicator.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kListedRefusals = 20;

}  // namespace

Runner::Runner(Pipeline& pipeline, const RunOptions& options, StateFolder& state, Ledger& ledger)
    : plan_(*pipeline.plan),
      world_(*pipeline.world),
      options_(options),
      state_(state),
      ledger_(ledger),
      digest_(pipeline.digest),
      started_ms_(pipeline.world->clock().now_ms()),
      cases_(plan_, state.name_space(), started_ms_),
      open_sinks_(plan_.sinks.size()) {
  for (const SinkPlan& each : plan_.sinks) sink_reports_.push_back({each.id, 0, 0, 0, 0, 0, {}});
}

void Runner::run(RunReport& report) {
  if (auto begun = ledger_.begin_run(plan_.name, digest_, started_ms_); !begun.ok()) {
    stop(begun.error());
  }
  if (!stopped() && start_all()) {
    poll_all();
    run_due(true);
    close_case_steps();
    run_due(true);
    close_sinks();
  }
  finish(report);
}

bool Runner::start_all() {
  const auto start = [&](auto& instance, const std::string& id) {
    if (stopped() || !instance) return;
    const auto done = instance->start();
    if (!done.ok()) stop({"`" + id + "` could not start: " + done.error().text(), ""});
  };
  for (SinkPlan& each : plan_.sinks) start(each.instance, each.id);
  if (plan_.dead_letter) start(plan_.dead_letter->instance, plan_.dead_letter->id);
  for (StepPlan& each : plan_.steps) start(each.instance, each.id);
  for (SourcePlan& each : plan_.sources) start(each.instance, each.id);
  return !stopped();
}

void Runner::poll_all() {
  for (std::size_t i = 0; i < plan_.sources.size(); ++i) {
    SourcePlan& source = plan_.sources[i];
    while (!stopped()) {
      host::Poll poll = source.instance->poll();
      const host::CallEnd end = poll.end;
      fault(source.id, end.fault);
      accept(i, std::move(poll));
      if (end.status == RULEMAP_END) break;
      if (!end.ok()) {
        stop({"source `" + source.id + "`: " + end.error.message, end.error.where});
      }
      run_due(false);
      look_up();
    }
  }
  all_seen_ = true;
}

void Runner::accept(std::size_t number, host::Poll poll) {
  SourcePlan& source = plan_.sources[number];
  for (const host::RefusedToken& each : poll.refused) {
    ++counts_.refused;
    ledger_.refuse_input({"", source.id, each.file, each.original, "", "", each.line}, each.why);
    if (refused_inputs_.size() >= kListedRefusals) continue;
    refused_inputs_.push_back(
        {each.file + ":" + std::to_string(each.line) + ":" + std::to_string(each.column),
         each.original, each.why});
  }
  std::vector<Row> rows;
  for (host::Record& record : poll.records) {
    Row row;
    row.record = std::move(record);
    name_row(source, row);
    rows.push_back(std::move(row));
  }
  if (!poll.checkpoint.empty()) finalizers_.checkpoint(number, std::move(poll.checkpoint));
  advance(std::move(rows), plan_.first_step);
}

// Gives a new row its id, its case, and its line in the ledger.
void Runner::name_row(const SourcePlan& source, Row& row) {
  const HostSlots& s = plan_.slots;
  host::Record& record = row.record;
  mark_private(record, s);
  row.tokens = {finalizers_.add()};
  row.id = new_row_id(row.tokens[0]);
  row.of_case = cases_.of(source, record);
  ++counts_.accepted;
  const host::CaseText& of = cases_[row.of_case];
  const auto set_missing = [&](std::uint32_t slot, std::string_view text) {
    if (!text.empty() && !record.get(slot)) record.set_text(slot, text);
  };
  const rulemap_value line_cell = record.cell(s.line);
  const std::int64_t line = line_cell.kind == RULEMAP_INT ? line_cell.as.integer : 0;
  const std::string id = ids::sha256_hex(
      ids::joined({source.id, cases_.as_written(record.text(s.file)), std::to_string(line),
                   record.text(s.original), record.text(s.value)}));
  set_missing(s.id, id.substr(0, 32));
  set_missing(s.kind, "indicator");
  record.set_text(s.case_id, of.id);
  record.set_text(s.case_title, of.title);
  set_missing(s.tlp, of.tlp);
  set_missing(s.pap, of.pap);
  const std::string_view original = record.text(s.original);
  ledger_.accept(row.tokens[0], {record.text(s.id), source.id, record.text(s.file),
                                 original.empty() ? record.text(s.value) : original,
                                 record.text(s.type), of.id, line});
}

void Runner::end_row(const Row& row, std::string_view state, std::string_view detail) {
  for (const std::uint32_t token : row.tokens) ledger_.set_state(token, state, detail);
  release(row.tokens);
  if (state == "dropped") counts_.dropped += row.tokens.size();
  if (state == "dead_letter") counts_.dead_letter += row.tokens.size();
}

void Runner::release(const std::vector<std::uint32_t>& tokens) {
  for (const std::uint32_t token : tokens) {
    if (finalizers_.release(token)) ledger_.finalize(token);
  }
}

void Runner::add_error(Row& row, std::string_view step, std::string_view why) {
  host::Pool& pool = row.record.pool();
  host::Json entry(rapidjson::kObjectType);
  entry.AddMember("step", host::copy_text(step, pool), pool);
  entry.AddMember("message", host::copy_text(why, pool), pool);
  row.record.append(plan_.slots.errors, std::move(entry));
}

void Runner::defer(std::int64_t after_ms, StepNumber step, std::optional<std::size_t> sink,
                   Row row) {
  deferred_.push({now() + std::max<std::int64_t>(after_ms, 0), ++next_order_, step, sink,
                  std::make_shared<Row>(std::move(row))});
}

// Tries again what is due; to the end: waits until nothing is left to wait for.
void Runner::run_due(bool to_the_end) {
  while (!deferred_.empty() && !stopped()) {
    if (deferred_.top().due_ms > now()) {
      if (!to_the_end) return;
      world_.clock().sleep_until(deferred_.top().due_ms);
      look_up();
      continue;
    }
    const Deferred next = deferred_.top();
    deferred_.pop();
    if (next.sink) {
      write(*next.sink, *next.row);
    } else {
      std::vector<Row> rows;
      rows.push_back(std::move(*next.row));
      advance(std::move(rows), next.step);
    }
  }
}

std::int64_t Runner::backoff(const ErrorPolicy& policy, std::uint32_t attempts) const {
  std::int64_t wait = policy.backoff_from_ms;
  for (std::uint32_t i = 1; i < attempts && wait < policy.backoff_to_ms; ++i) wait *= 2;
  return std::min(wait, policy.backoff_to_ms);
}

void Runner::stop(Error why) {
  if (!stopped_) stopped_ = Error{world_.secrets().redacted(why.message), why.where};
}

void Runner::look_up() {
  if (options_.interrupted && options_.interrupted()) stop({"the run was interrupted", ""});
  finalizers_.settle([&](std::size_t source, const std::string& checkpoint) {
    const host::CallEnd done = plan_.sources[source].instance->done(checkpoint);
    if (!done.ok()) world_.log(RULEMAP_WARNING, plan_.sources[source].id, done.error.text());
  });
  if (auto kept = ledger_.commit(); !kept.ok()) {
    stop({"the ledger cannot be written: " + kept.error().message, kept.error().where});
  }
  if (options_.progress) {
    options_.progress({finalizers_.count(), finalizers_.final_count(), all_seen_});
  }
}

void Runner::fault(std::string_view step, const std::string& what) const {
  if (!what.empty()) {
    world_.log(RULEMAP_WARNING, step, "the plugin broke its contract: it wrote " + what);
  }
}

void Runner::finish(RunReport& report) {
  look_up();
  const auto end = [&](auto& instance, const std::string& id) {
    if (!instance) return;
    const auto done = instance->stop();
    if (!done.ok()) world_.log(RULEMAP_WARNING, id, done.error().text());
  };
  for (SourcePlan& each : plan_.sources) end(each.instance, each.id);
  for (StepPlan& each : plan_.steps) end(each.instance, each.id);
  for (SinkPlan& each : plan_.sinks) end(each.instance, each.id);
  report = std::move(counts_);
  report.pipeline = plan_.name;
  report.pending = finalizers_.count() - finalizers_.final_count();
  if (!stopped() && report.pending > 0) {
    stop({std::to_string(report.pending) + " inputs did not reach their end", ""});
  }
  const std::string why = stopped() ? stopped_->text() : "";
  const auto ended = ledger_.end_run(stopped() ? "failed" : "done", why, now());
  if (!ended.ok()) stop(ended.error());
  report.failed = stopped();
  if (stopped()) report.error = *stopped_;
  const HttpCounts& http = world_.http_counts();
  report.answers_replayed = http.replayed;
  report.answers_network = http.network;
  report.answers_missing = http.unrecorded;
  report.rules = rules_.size();
  report.techniques = techniques_.size();
  report.sinks = std::move(sink_reports_);
  report.refused_inputs = std::move(refused_inputs_);
  report.ledger = ledger_.path();
  report.milliseconds = now() - started_ms_;
}

}  // namespace rulemap::engine
