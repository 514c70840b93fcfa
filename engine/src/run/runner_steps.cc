// Rows on their way through the steps.
#include <algorithm>
#include <utility>

#include "record/join.h"
#include "run/note_failure.h"
#include "run/record_cells.h"
#include "run/redact.h"
#include "run/runner.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kBatch = 64;

}  // namespace

bool Runner::holds(const std::optional<Condition>& when, const Row& row) const {
  if (!when) return true;
  const RecordCells cells(row.record, plan_.fields);
  return when->program.holds(cells, now());
}

void Runner::advance(std::vector<Row> rows, StepNumber at) {
  while (!rows.empty() && !stopped()) {
    if (at == kToSinks) return to_sinks(std::move(rows));
    if (at == kDropped) {
      for (const Row& row : rows) end_row(row, "dropped", "no branch took it");
      return;
    }
    StepPlan& step = plan_.steps[at];
    if (!step.instance) return route(step, std::move(rows));
    rows = pass_step(step, at, std::move(rows));
    at = step.next;
  }
}

// Each row goes to the first branch whose condition holds.
void Runner::route(const StepPlan& step, std::vector<Row> rows) {
  std::vector<std::vector<Row>> taken(step.branches.size());
  std::vector<Row> others;
  std::vector<Row> passed_by;
  for (Row& row : rows) {
    if (!holds(step.when, row)) {
      passed_by.push_back(std::move(row));
      continue;
    }
    std::size_t branch = 0;
    const auto takes = [&] {
      const RecordCells cells(row.record, plan_.fields);
      return step.branches[branch].when.program.holds(cells, now());
    };
    while (branch < step.branches.size() && !takes()) ++branch;
    (branch < taken.size() ? taken[branch] : others).push_back(std::move(row));
  }
  for (std::size_t i = 0; i < taken.size(); ++i) {
    advance(std::move(taken[i]), step.branches[i].first);
  }
  advance(std::move(others), step.otherwise);
  advance(std::move(passed_by), step.next);
}

std::vector<Row> Runner::pass_step(StepPlan& step, StepNumber number, std::vector<Row> rows) {
  std::vector<Row> out;
  std::vector<Row> batch;
  const std::uint32_t most = step.instance->about().max_batch;
  const std::size_t limit = most ? std::min<std::size_t>(most, kBatch) : kBatch;
  for (Row& row : rows) {
    if (!holds(step.when, row)) {
      // Rows keep their order, so what waits goes first.
      process(step, number, batch, out);
      set_lookup(step, row, "not_asked");
      out.push_back(std::move(row));
      continue;
    }
    batch.push_back(std::move(row));
    if (batch.size() == limit) process(step, number, batch, out);
  }
  process(step, number, batch, out);
  return out;
}

// A lookup that was not made is said so, but never instead of an answer.
void Runner::set_lookup(const StepPlan& step, Row& row, std::string_view state) {
  if (step.provider.empty() || row.record.get(step.lookup_slot)) return;
  row.record.set_text(step.lookup_slot, state);
}

void Runner::process(StepPlan& step, StepNumber number, std::vector<Row>& rows,
                     std::vector<Row>& out) {
  if (rows.empty() || stopped()) return;
  std::vector<host::Record*> records;
  std::vector<std::uint64_t> ids;
  std::vector<GatedRow> gated;
  for (Row& row : rows) {
    records.push_back(&row.record);
    ids.push_back(row.id);
    gated.push_back({row.id, row.record.text(plan_.slots.tlp),
                     row.record.cell(plan_.slots.is_private).as.integer != 0});
  }
  step.door->http.begin_call(std::move(gated));
  host::StepCall call = step.instance->process(records, ids);
  redact(call, world_.secrets());
  fault(step.id, call.end.fault);
  if (call.end.status == RULEMAP_STOP) {
    return stop_at(step, out,
                   {"step `" + step.id + "` stopped the run: " + call.end.error.message,
                    call.end.error.where});
  }
  std::vector<std::optional<std::uint64_t>> merged(rows.size());
  for (const host::MergeOrder& order : call.merges) {
    const auto from = std::find(ids.begin(), ids.end(), order.from);
    if (from != ids.end()) merged[static_cast<std::size_t>(from - ids.begin())] = order.into;
  }
  // Emitted rows share the end of the row they came from: hold its tokens before it can end.
  std::vector<std::vector<Row>> emitted(rows.size());
  for (host::Emitted& each : call.emitted) {
    Row row;
    row.record = std::move(each.record);
    row.id = new_row_id(rows[each.from_row].tokens[0]);
    row.of_case = rows[each.from_row].of_case;
    row.tokens = rows[each.from_row].tokens;
    for (const std::uint32_t token : row.tokens) finalizers_.hold(token);
    emitted[each.from_row].push_back(std::move(row));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (merged[i]) {
      end_as_duplicate(step, rows[i], *merged[i]);
      continue;
    }
    host::Verdict verdict = call.verdicts[i];
    if (!call.end.ok() && verdict.kind == host::Verdict::Kind::ok) {
      const bool reject = call.end.status == RULEMAP_REJECT;
      verdict = {reject ? host::Verdict::Kind::reject : host::Verdict::Kind::retry, 0, false,
                 call.end.error.text()};
    }
    const bool held_back = step.door->http.held_back(static_cast<std::uint32_t>(i));
    settle_row(step, number, std::move(rows[i]), verdict, held_back, out);
    for (Row& row : emitted[i]) out.push_back(std::move(row));
  }
  rows.clear();
}

// The inputs of a duplicate end when the row that it repeats ends.
void Runner::end_as_duplicate(const StepPlan& step, const Row& row, std::uint64_t of) {
  const bool known = of >= 1 && of <= token_of_row_.size();
  for (const std::uint32_t token : row.tokens) {
    ledger_.set_state(token, "merged", step.id);
    if (known)
      finalizers_.join(token, token_of_row_[of - 1]);
    else
      finalizers_.release(token);
  }
  counts_.merged += row.tokens.size();
}

void Runner::settle_row(StepPlan& step, StepNumber number, Row row, const host::Verdict& verdict,
                        bool held_back, std::vector<Row>& out) {
  using Kind = host::Verdict::Kind;
  if (verdict.kind != Kind::retry) step.door->http.forget(row.id);
  if (held_back) set_lookup(step, row, "not_asked");
  if (step.instance->is_case_step() && verdict.kind == Kind::ok) {
    return hold(step, number, std::move(row));
  }
  switch (verdict.kind) {
    case Kind::ok:
      row.attempts = 0;
      out.push_back(std::move(row));
      return;
    case Kind::drop:
      return end_row(row, "dropped", step.id + ": " + verdict.why);
    case Kind::reject:
      return row_failed(step, number, std::move(row), verdict.why, 0, false, out);
    case Kind::retry:
      if (verdict.for_allowance) return defer(verdict.after_ms, number, {}, std::move(row));
      return row_failed(step, number, std::move(row), verdict.why, verdict.after_ms, true, out);
  }
}

// What is through the step goes on to the sinks before the run stops.
void Runner::stop_at(const StepPlan& step, std::vector<Row>& out, Error why) {
  advance(std::exchange(out, {}), step.next);
  stop(std::move(why));
}

void Runner::row_failed(StepPlan& step, StepNumber number, Row row, const std::string& why,
                        std::int64_t after_ms, bool may_retry, std::vector<Row>& out) {
  const ErrorPolicy& policy = step.on_error;
  if (row.attempts++ == 0) row.first_failed_ms = now();
  const std::int64_t wait = std::max(after_ms, backoff(policy, row.attempts));
  const bool in_time =
      !policy.deadline_ms || now() + wait <= row.first_failed_ms + *policy.deadline_ms;
  // A recording will say the same again.
  if (may_retry && !world_.replays() && row.attempts < policy.attempts && in_time) {
    return defer(wait, number, {}, std::move(row));
  }
  row.attempts = 0;
  add_error(row, step.id, why);
  switch (policy.then) {
    case Then::skip:
      set_lookup(step, row, "failed");
      note_failure(counts_, step.id, why);
      for (const std::uint32_t token : row.tokens) {
        ledger_.set_state(token, "pending", step.id + ": " + why);
      }
      out.push_back(std::move(row));
      return;
    case Then::drop:
      return end_row(row, "dropped", step.id + " failed: " + why);
    case Then::stop:
      return stop_at(step, out, {"step `" + step.id + "`: " + why, ""});
    case Then::dead_letter:
      dead_letter(row, step.id, why);
      return end_row(row, "dead_letter", step.id + ": " + why);
  }
}

void Runner::hold(StepPlan& step, StepNumber number, Row row) {
  const auto key = std::pair(number, row.of_case);
  auto found = held_.find(key);
  if (found == held_.end()) {
    auto folder = state_.fresh_folder(plan_.name, step.id + ".held." + std::to_string(row.of_case));
    if (!folder.ok()) return stop(folder.error());
    auto made = HeldRows::make(*folder + "/rows.jsonl");
    if (!made.ok()) return stop(made.error());
    found = held_.emplace(key, std::move(made).value()).first;
    const host::CallEnd opened = step.instance->case_open(cases_[row.of_case]);
    if (!opened.ok()) return stop({"step `" + step.id + "`: " + opened.error.text(), ""});
  }
  const auto added = found->second.add(row, plan_.fields);
  if (!added.ok()) stop(added.error());
}

// In the order of the file, so that what one case step lets go reaches the next one in time.
void Runner::close_case_steps() {
  for (StepNumber number = 0; number < plan_.steps.size() && !stopped(); ++number) {
    StepPlan& step = plan_.steps[number];
    if (!step.instance || !step.instance->is_case_step()) continue;
    for (std::uint32_t of_case = 0; of_case < cases_.count() && !stopped(); ++of_case) {
      const auto found = held_.find({number, of_case});
      if (found == held_.end()) continue;
      release_held(step, number, of_case, found->second);
      held_.erase(found);
      run_due(true);
    }
  }
}

void Runner::release_held(StepPlan& step, StepNumber number, std::uint32_t of_case,
                          HeldRows& held) {
  std::vector<host::MergeOrder> merges;
  const host::CallEnd closed = step.instance->case_close(cases_[of_case], merges);
  if (!closed.ok()) return stop({"step `" + step.id + "`: " + closed.error.text(), ""});
  for (const host::MergeOrder& each : merges) held.merge(each.into, each.from);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < held.size() && !stopped(); ++i) {
    if (!held.leads(i)) continue;
    auto row = held.read(i, plan_.fields);
    if (!row.ok()) return stop(row.error());
    for (const std::size_t other : held.merged(i)) {
      auto from = held.read(other, plan_.fields);
      if (!from.ok()) return stop(from.error());
      join_records(row->record, from->record, plan_.fields, plan_.slots);
      for (const std::uint32_t token : from->tokens) {
        ledger_.set_state(token, "merged", step.id);
        row->tokens.push_back(token);
      }
      counts_.merged += from->tokens.size();
    }
    rows.push_back(std::move(row).value());
    if (rows.size() < kBatch && i + 1 < held.size()) continue;
    advance(std::exchange(rows, {}), plan_.steps[number].next);
    look_up();
  }
  advance(std::move(rows), plan_.steps[number].next);
}

}  // namespace rulemap::engine
