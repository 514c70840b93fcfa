// Rows on their way through the steps.
#include <algorithm>
#include <utility>

#include "config/span_text.h"
#include "gate/marking.h"
#include "run/note_failure.h"
#include "run/private_indicator.h"
#include "run/record_cells.h"
#include "run/redact.h"
#include "run/runner.h"

namespace rulemap::engine {
namespace {

bool came_to_nothing(const host::Verdict& verdict) {
  return verdict.kind == host::Verdict::Kind::retry || verdict.kind == host::Verdict::Kind::reject;
}

// Every row of it was told to wait for an allowance.
bool only_waits(const Ticket& ticket) {
  const host::StepCall& call = ticket.call;
  if (!ticket.called || !call.end.ok() || !call.emitted.empty() || !call.merges.empty()) {
    return false;
  }
  if (call.verdicts.size() != ticket.rows.size()) return false;  // some pass by
  return std::all_of(call.verdicts.begin(), call.verdicts.end(), [](const host::Verdict& each) {
    return each.kind == host::Verdict::Kind::retry && each.for_allowance;
  });
}

}  // namespace

bool Runner::holds(const std::optional<Condition>& when, const Row& row) const {
  if (!when) return true;
  const RecordCells cells(row.record, plan_.fields);
  return when->program.holds(cells, now());
}

// Whether everything that a row sent there may reach can take one more.
bool Runner::has_room_at(StepNumber at) const {
  if (at == kDropped) return true;
  if (at == kToSinks) {
    return std::none_of(sinks_.begin(), sinks_.end(),
                        [](const SinkFlow& flow) { return flow.inbox.full() && !flow.halted; });
  }
  const StepPlan& step = plan_.steps[at];
  if (!step.is_route()) return !steps_[at].inbox.full() || steps_[at].halted;
  return has_room_at(step.next) && has_room_at(step.otherwise) &&
         std::all_of(step.branches.begin(), step.branches.end(),
                     [&](const BranchPlan& branch) { return has_room_at(branch.first); });
}

// The first branch whose condition holds.
StepNumber Runner::routed(const StepPlan& step, const Row& row) const {
  if (!holds(step.when, row)) return step.next;
  for (const BranchPlan& branch : step.branches) {
    const RecordCells cells(row.record, plan_.fields);
    if (branch.when.program.holds(cells, now())) return branch.first;
  }
  return step.otherwise;
}

void Runner::send(Row row, StepNumber at) {
  while (at < plan_.steps.size() && plan_.steps[at].is_route()) at = routed(plan_.steps[at], row);
  if (at == kToSinks) return to_sinks(std::move(row));
  if (at == kDropped) return end_row(row, "dropped", "no branch took it");
  const std::size_t bytes = row.record.bytes();
  steps_[at].inbox.push(std::move(row), bytes);
}

bool Runner::dispatch(StepNumber number) {
  StepPlan& step = plan_.steps[number];
  StepFlow& flow = steps_[number];
  if (flow.inbox.empty() || !has_room_at(step.next)) return false;
  if (flow.halted) return (flow.inbox.clear(), true);  // they stay pending
  if (flow.running == step.width || flow.has_drawn_enough(step.memory)) return false;
  const Round round = draw_round(number);
  if (round.empty()) return (settle_tickets(number), true);
  ++flow.running;
  flow.calls += round.size();
  if (step.workers.size() > 1) {
    for (const auto& ticket : round) ticket->worker = flow.idle_workers.back();
    flow.idle_workers.pop_back();
  }
  calls_.start([this, number, round] { call_round(plan_.steps[number], steps_[number], round); },
               [this, number, round] { round_ended(number, round); });
  return true;
}

// The tickets to call; those that have no row to ask are done already.
Round Runner::draw_round(StepNumber number) {
  const StepPlan& step = plan_.steps[number];
  StepFlow& flow = steps_[number];
  // No thread takes what another could have.
  const std::size_t share = flow.inbox.size() / (step.batch * step.width);
  const std::size_t most = std::clamp(share, std::size_t{1}, step.round);
  Round round;
  do {
    const std::shared_ptr<Ticket> ticket = draw(number);
    flow.tickets.push_back(ticket);
    flow.drawn_rows += ticket->rows.size();
    flow.drawn_bytes += ticket->bytes;
    ticket->done =
        std::find(ticket->asked.begin(), ticket->asked.end(), true) == ticket->asked.end();
    if (!ticket->done) round.push_back(ticket);
  } while (round.size() < most && !flow.inbox.empty() && !flow.has_drawn_enough(step.memory));
  return round;
}

// On a worker.
void Runner::call_round(StepPlan& step, StepFlow& flow, const Round& round) {
  for (const auto& ticket : round) {
    if (world_.cancelled()) return;
    call_step(step, flow, *ticket);
    ticket->called = true;
    if (ticket->call.end.status == RULEMAP_STOP) return;
  }
}

void Runner::round_ended(StepNumber number, const Round& round) {
  StepFlow& flow = steps_[number];
  keep_state(*plan_.steps[number].workers[round[0]->worker].door);
  --flow.running;
  if (plan_.steps[number].workers.size() > 1) flow.idle_workers.push_back(round[0]->worker);
  for (const auto& ticket : round) ticket->done = true;
  settle_tickets(number);
}

// Rows in their order: as many as one call takes, and those between them that pass by.
std::shared_ptr<Ticket> Runner::draw(StepNumber number) {
  const StepPlan& step = plan_.steps[number];
  StepFlow& flow = steps_[number];
  auto ticket = std::make_shared<Ticket>();
  std::size_t asked = 0;
  while (!flow.inbox.empty()) {
    const bool ask = holds(step.when, flow.inbox.front());
    if (ask && (asked == step.batch || (asked > 0 && flow.inbox.front().alone))) break;
    asked += ask;
    ticket->rows.push_back(flow.inbox.pop());
    ticket->asked.push_back(ask);
    ticket->bytes += ticket->rows.back().record.bytes();
    ++flow.rows;
    const Row& drawn = ticket->rows.back();
    if (ask) ticket->gates.push_back(step.asks_network ? gate_of(drawn) : GatedRow{.id = drawn.id});
    if (step.is_case_step()) ticket->cases.push_back(&(*cases_)[drawn.of_case]);
    if (ask && drawn.alone) break;
  }
  return ticket;
}

// What may leave is judged by the case and by the value as it is now, whatever steps wrote into the
// record on its way; they may only hold back more.
GatedRow Runner::gate_of(const Row& row) const {
  const HostSlots& s = plan_.slots;
  const std::string_view tlp = row.record.text(s.tlp), pap = row.record.text(s.pap);
  const std::string_view value = row.record.text(s.value);
  const bool is_marked = row.is_private || row.record.cell(s.is_private).as.integer != 0;
  const host::CaseText& of = (*cases_)[row.of_case];
  return {row.id, std::string(stricter(tlp, of.tlp, kTlpOrder)),
          std::string(stricter(pap, of.pap, kPapOrder)), std::string(value),
          is_marked || is_private_indicator(value)};
}

// On a worker.
void Runner::call_step(StepPlan& step, StepFlow& flow, Ticket& ticket) {
  StepWorker& worker = step.workers[ticket.worker];
  std::vector<host::Record*> records;
  std::vector<std::uint64_t> ids;
  for (std::size_t i = 0; i < ticket.rows.size(); ++i) {
    if (!ticket.asked[i]) continue;
    Row& row = ticket.rows[i];
    if (step.is_case_step()) {
      ticket.call.end = open_case(step, flow, row.of_case, *ticket.cases[i]);
      if (!ticket.call.end.ok()) return;
    }
    records.push_back(&row.record);
    ids.push_back(row.id);
  }
  worker.door->http.begin_call(ticket.gates);
  ticket.call = worker.instance->process(records, ids);
  ticket.ended_ms = steady();
  redact(ticket.call, world_.secrets());
  for (std::uint32_t i = 0; i < ids.size(); ++i) {
    ticket.held_back.push_back(worker.door->http.held_back(i));
  }
  worker.door->http.end_call();
  if (step.is_case_step() && ticket.call.end.ok()) ticket.kept = keep_rows(flow, ticket);
}

// The rows of a case step that go on when their case closes; on a worker.
Result<void> Runner::keep_rows(StepFlow& flow, const Ticket& ticket) const {
  std::size_t index = 0;  // among the rows that were asked
  for (std::size_t i = 0; i < ticket.rows.size(); ++i) {
    if (!ticket.asked[i]) continue;
    if (ticket.call.verdicts[index++].kind != host::Verdict::Kind::ok) continue;
    const Row& row = ticket.rows[i];
    auto kept = flow.held.at(row.of_case).rows.add(row);
    if (!kept.ok()) return kept;
  }
  return {};
}

// In their order; but who only waits for an allowance falls behind anyway, and would wait longer.
void Runner::settle_tickets(StepNumber number) {
  StepFlow& flow = steps_[number];
  for (std::size_t i = 0; i < flow.tickets.size();) {
    const std::shared_ptr<Ticket> ticket = flow.tickets[i];
    if (!ticket->done || (i > 0 && !only_waits(*ticket))) {
      ++i;
      continue;
    }
    flow.tickets.erase(flow.tickets.begin() + static_cast<std::ptrdiff_t>(i));
    flow.drawn_rows -= ticket->rows.size();
    flow.drawn_bytes -= ticket->bytes;
    settle(number, *ticket);
  }
}

void Runner::settle(StepNumber number, Ticket& ticket) {
  const StepPlan& step = plan_.steps[number];
  const host::StepCall& call = ticket.call;
  fault(step.id, call.end.fault);
  if (!ticket.kept.ok()) abandon(ticket.kept.error());
  const bool stops = call.end.status == RULEMAP_STOP;
  if (stops) {
    halt_step(number, {"step `" + step.id + "` stopped the run: " + call.end.error.message,
                       call.end.error.where});
  }
  std::unordered_map<std::uint64_t, std::uint64_t> merged;
  for (const host::MergeOrder& order : call.merges) merged[order.from] = order.into;
  std::vector<std::vector<Row>> emitted = name_emitted(ticket);
  std::size_t index = 0;  // among the rows that were asked
  for (std::size_t i = 0; i < ticket.rows.size(); ++i) {
    Row& row = ticket.rows[i];
    if (!ticket.asked[i]) {
      if (set_lookup(step, row, "not_asked")) {
        note_not_asked(step, row, "`when: " + step.when->source + "` does not hold");
      }
      send(std::move(row), step.next);
      continue;
    }
    const std::size_t asked = index++;
    if (stops || !ticket.called || !ticket.kept.ok()) continue;  // stays pending
    if (const auto found = merged.find(row.id); found != merged.end()) {
      end_as_duplicate(step, row, found->second);
      continue;
    }
    const host::Verdict verdict = verdict_of(call, asked);
    if (abandoned() && came_to_nothing(verdict)) continue;  // it was cut short: stays pending
    if (came_to_nothing(verdict)) {
      for (const Row& each : std::exchange(emitted[asked], {})) release(each.id);
    }
    // Whose fault it was shows when each is called alone; that is no attempt.
    if (!call.end.ok() && emitted.size() > 1) {
      row.alone = true;
      defer(0, number, std::move(row));
      continue;
    }
    settle_row(number, std::move(row), still_to_wait(verdict, ticket), ticket.held_back[asked]);
    for (Row& each : emitted[asked]) send(std::move(each), step.next);
  }
}

// By the row that they were made from. They share its end, so they are counted before it can end.
std::vector<std::vector<Row>> Runner::name_emitted(Ticket& ticket) {
  std::vector<const Row*> asked;
  for (std::size_t i = 0; i < ticket.rows.size(); ++i) {
    if (ticket.asked[i]) asked.push_back(&ticket.rows[i]);
  }
  std::vector<std::vector<Row>> out(asked.size());
  for (host::Emitted& each : ticket.call.emitted) {
    const Row& from = *asked[each.from_row];
    Row row;
    row.record = std::move(each.record);
    row.id = table_.add(from.tokens, from.of_case);
    row.of_case = from.of_case;
    row.is_private = from.is_private;
    row.tokens = from.tokens;
    for (const std::uint32_t token : row.tokens) finalizers_.hold(token);
    out[each.from_row].push_back(std::move(row));
  }
  return out;
}

// A call that failed as a whole says so for every row that it did not judge.
host::Verdict Runner::verdict_of(const host::StepCall& call, std::size_t row) {
  const host::Verdict& own = call.verdicts[row];
  if (call.end.ok() || own.kind != host::Verdict::Kind::ok) return own;
  const bool reject = call.end.status == RULEMAP_REJECT;
  return {reject ? host::Verdict::Kind::reject : host::Verdict::Kind::retry, 0, false,
          call.end.error.text()};
}

// A wait counts from the end of the call: rows are settled in their order, which may be later.
host::Verdict Runner::still_to_wait(host::Verdict verdict, const Ticket& ticket) const {
  const std::int64_t since = std::max<std::int64_t>(steady() - ticket.ended_ms, 0);
  verdict.after_ms = std::max<std::int64_t>(verdict.after_ms - since, 0);
  return verdict;
}

// A lookup that was not made is said so, but never instead of an answer.
bool Runner::set_lookup(const StepPlan& step, Row& row, std::string_view state) const {
  if (step.provider.empty() || row.record.get(step.lookup_slot)) return false;
  row.record.set_text(step.lookup_slot, state);
  return true;
}

void Runner::note_not_asked(const StepPlan& step, const Row& row, const std::string& why) {
  ++counts_.lookups_not_asked;
  note_failure(counts_.not_asked, counts_.not_asked_not_listed, step.id, why,
               row.record.text(plan_.slots.value));
}

// The inputs of a duplicate end when the row that it repeats ends.
void Runner::end_as_duplicate(const StepPlan& step, const Row& row, std::uint64_t of) {
  for (const std::uint32_t token : row.tokens) ledger_.set_state(token, "merged", step.id);
  if (table_.is_open(of) && of != row.id)
    table_.join(row.id, of);
  else
    release(row.id);
  counts_.merged += row.tokens.size();
}

void Runner::settle_row(StepNumber number, Row row, const host::Verdict& verdict,
                        const std::string& held_back) {
  using Kind = host::Verdict::Kind;
  StepPlan& step = plan_.steps[number];
  if (verdict.kind != Kind::retry) {
    for (StepWorker& worker : step.workers) worker.door->http.forget(row.id);
  }
  if (!held_back.empty()) set_lookup(step, row, "not_asked");
  if (verdict.kind == Kind::ok && !step.provider.empty() &&
      row.record.text(step.lookup_slot) == "not_asked") {
    const std::string type(row.record.text(plan_.slots.type));
    const std::string by_step = "it takes no indicators of the type " + type;
    note_not_asked(step, row, held_back.empty() ? by_step : held_back);
  }
  if (step.is_case_step() && verdict.kind == Kind::ok) return;  // its call kept it
  switch (verdict.kind) {
    case Kind::ok:
      row.attempts = 0;
      row.alone = false;
      return send(std::move(row), step.next);
    case Kind::drop:
      return end_row(row, "dropped", step.id + ": " + verdict.why);
    case Kind::reject:
      return row_failed(number, std::move(row), verdict.why, 0, false);
    case Kind::retry:
      if (verdict.for_allowance) return wait_for_allowance(number, std::move(row), verdict);
      return row_failed(number, std::move(row), verdict.why, verdict.after_ms, true);
  }
}

// A wait of hours looks like a hang: the run stops, keeps all, and goes on when it is started
// again.
void Runner::wait_for_allowance(StepNumber number, Row row, const host::Verdict& verdict) {
  // A recording of a refusal will say the same again.
  if (world_.replays()) return row_failed(number, std::move(row), verdict.why, 0, false);
  const StepPlan& step = plan_.steps[number];
  const std::string until = utc_text(now() + verdict.after_ms);
  if (verdict.after_ms > step.longest_wait_ms) {
    return halt_step(number, {"step `" + step.id + "`: " + verdict.why + "; it may go on at " +
                                  until + ", and the same command goes on then (`limits.wait` is " +
                                  span_text(step.longest_wait_ms) + ")",
                              ""});
  }
  waits_for_ = step.id + " waits until " + until + ": " + verdict.why;
  waits_until_ms_ = steady() + verdict.after_ms;
  defer(verdict.after_ms, number, std::move(row));
}

void Runner::row_failed(StepNumber number, Row row, const std::string& why, std::int64_t after_ms,
                        bool may_retry) {
  const StepPlan& step = plan_.steps[number];
  const ErrorPolicy& policy = step.on_error;
  if (row.attempts++ == 0) row.first_failed_ms = steady();
  const std::int64_t wait = std::max(after_ms, backoff(policy, row.id, row.attempts));
  const bool in_time =
      !policy.deadline_ms || steady() + wait <= row.first_failed_ms + *policy.deadline_ms;
  // A recording will say the same again.
  if (may_retry && !world_.replays() && row.attempts < policy.attempts && in_time) {
    return defer(wait, number, std::move(row));
  }
  row.attempts = 0;
  row.alone = false;
  switch (policy.then) {
    case Then::skip:
      add_error(row, step.id, why);
      set_lookup(step, row, "failed");
      note_failure(counts_.failures, counts_.failures_not_listed, step.id, why,
                   row.record.text(plan_.slots.value));
      for (const std::uint32_t token : row.tokens) {
        ledger_.set_state(token, "pending", step.id + ": " + why);
      }
      return send(std::move(row), step.next);
    case Then::drop:
      return end_row(row, "dropped", step.id + " failed: " + why);
    case Then::stop:
      return halt_step(number, {"step `" + step.id + "`: " + why, ""});
    case Then::dead_letter:
      dead_letter(row, step.id, why);
      return end_row(row, "dead_letter", step.id + ": " + why);
  }
}

}  // namespace rulemap::engine
