// Cases at their end: case steps let their rows go, sinks close.
#include <algorithm>

#include "record/join.h"
#include "run/runner.h"

namespace rulemap::engine {
namespace {

constexpr const char* kNoReceipt = "the sink gave no receipt for it";

}  // namespace

// A folder for the rows, made with the first row of a case; on a worker.
host::CallEnd Runner::open_case(StepPlan& step, StepFlow& flow, std::uint32_t of_case,
                                const host::CaseText& of) {
  if (flow.held.count(of_case)) return {};
  const auto failed = [](const Error& why) { return host::CallEnd{RULEMAP_STOP, why, ""}; };
  auto folder = state_.fresh_folder(plan_.name, step.id + ".held." + std::to_string(of_case));
  if (!folder.ok()) return failed(folder.error());
  auto made = HeldRows::make(*folder + "/rows.jsonl");
  if (!made.ok()) return failed(made.error());
  const host::CallEnd opened = step.workers[0].instance->case_open(of);
  if (!opened.ok()) return failed(opened.error);
  flow.held.emplace(of_case, CaseRows{std::move(made).value()});
  return {};
}

// The first case step that still holds rows closes once nothing is before it any more: in the order
// of the file, so that what one lets go reaches the next one in time.
bool Runner::close_next_step() {
  if (!sources_ended() || abandoned()) return false;
  for (const SourceFlow& each : sources_) {
    if (each.running) return false;
  }
  for (StepNumber number = 0; number < steps_.size(); ++number) {
    StepFlow& flow = steps_[number];
    if (flow.halted && flow.running == 0) continue;
    if (!flow.idle()) return false;
    if (flow.held.empty()) continue;
    const auto first = flow.held.begin();
    return has_room_at(plan_.steps[number].next) && let_go(number, first->first, first->second);
  }
  return false;
}

// Closes the case, or lets its next rows go; a case without rows is forgotten.
bool Runner::let_go(StepNumber number, std::uint32_t of_case, CaseRows& held) {
  struct Released {
    host::CallEnd closed;
    std::vector<Row> rows;
    std::vector<MergedRow> merged;
    Result<void> read;
  };
  auto out = std::make_shared<Released>();
  steps_[number].letting_go = true;
  const host::CaseText* of = &(*cases_)[of_case];
  const auto work = [this, number, of, out, &held] {
    if (!held.closed) {
      std::vector<host::MergeOrder> merges;
      out->closed = plan_.steps[number].workers[0].instance->case_close(*of, merges);
      held.closed = true;
      out->read = held.rows.merge(merges);
      if (!out->closed.ok() || !out->read.ok()) return;
    }
    std::size_t bytes = 0;
    while (held.next < held.rows.size() && out->rows.size() < kRowsAtOnce && bytes < kBytesAtOnce) {
      const std::size_t index = held.next++;
      if (!held.rows.leads(index)) continue;
      out->read = read_back(held.rows, index, out->rows, out->merged);
      if (!out->read.ok()) return;
      bytes += out->rows.back().record.bytes();
    }
  };
  const auto then = [this, number, of_case, out] {
    StepFlow& flow = steps_[number];
    flow.letting_go = false;
    keep_state(*plan_.steps[number].workers[0].door);
    const std::string& id = plan_.steps[number].id;
    if (!out->closed.ok()) {
      return halt_step(number, {"step `" + id + "`: " + out->closed.error.text(), ""});
    }
    if (!out->read.ok()) return abandon(out->read.error());
    const CaseRows& left = flow.held.at(of_case);
    if (left.next >= left.rows.size()) flow.held.erase(of_case);
    for (const MergedRow& each : out->merged) {
      for (const std::uint32_t token : each.tokens) ledger_.set_state(token, "merged", id);
      counts_.merged += each.tokens.size();
      table_.merge(each.row, out->rows[each.into].id, out->rows[each.into].tokens);
    }
    for (Row& row : out->rows) send(std::move(row), plan_.steps[number].next);
  };
  calls_.start(work, then);
  return true;
}

// One row with all that were merged into it; on a worker.
Result<void> Runner::read_back(HeldRows& held, std::size_t index, std::vector<Row>& rows,
                               std::vector<MergedRow>& merged) const {
  auto row = held.read(index, plan_.fields);
  if (!row.ok()) return row.error();
  for (const std::size_t other : held.merged(index)) {
    auto from = held.read(other, plan_.fields);
    if (!from.ok()) return from.error();
    join_records(row->record, from->record, plan_.fields, plan_.slots);
    row->tokens.insert(row->tokens.end(), from->tokens.begin(), from->tokens.end());
    row->is_private = row->is_private || from->is_private;
    merged.push_back({from->id, rows.size(), std::move(from->tokens)});
  }
  rows.push_back(std::move(row).value());
  return {};
}

// A sink's cases close in their order, when every row has reached it or found another end.
bool Runner::close_next_sink_case(std::size_t sink) {
  SinkFlow& flow = sinks_[sink];
  if (!sources_ended() || abandoned() || flow.halted || flow.cases.empty() || !flow.idle()) {
    return false;
  }
  if (flow.close_due_ms > steady()) return false;
  const auto on_its_way = [](const StepFlow& step) {
    return !(step.halted && step.running == 0) && (!step.idle() || !step.held.empty());
  };
  if (std::any_of(steps_.begin(), steps_.end(), on_its_way)) return false;
  const auto polled = [](const SourceFlow& source) { return source.running; };
  if (std::any_of(sources_.begin(), sources_.end(), polled)) return false;
  const std::uint32_t of_case = *flow.cases.begin();
  auto call = std::make_shared<host::SinkCall>();
  const host::CaseText* of = &(*cases_)[of_case];
  flow.running = true;
  calls_.start(
      [this, sink, of, call] {
        SinkPlan& plan = plan_.sinks[sink];
        plan.door->http.begin_call({});
        *call = plan.instance->case_close(*of, [&](std::deque<host::Receipt> some) {
          auto part = std::make_shared<host::SinkCall>();
          part->receipts = std::move(some);
          calls_.meanwhile([this, sink, part] { take_receipts(sink, *part, nullptr); });
        });
      },
      [this, sink, of_case, call] {
        sinks_[sink].running = false;
        keep_state(*plan_.sinks[sink].door);
        sink_case_closed(sink, of_case, *call);
      });
  return true;
}

// A case that cannot be closed is tried again; then the run stops, for its records are with the
// sink and no dead letter file could hold them; or each of its rows follows `then`.
void Runner::sink_case_closed(std::size_t sink, std::uint32_t of_case, const host::SinkCall& call) {
  SinkPlan& plan = plan_.sinks[sink];
  SinkFlow& flow = sinks_[sink];
  take_receipts(sink, call, nullptr);
  if (!call.end.ok() && abandoned()) return;  // it was cut short: its rows stay pending
  const bool again = call.end.status == RULEMAP_FAILED || call.end.status == RULEMAP_RETRY;
  if (again && ++flow.close_attempts < plan.on_error.attempts && !abandoned()) {
    flow.close_due_ms = steady() + backoff(plan.on_error, of_case, flow.close_attempts);
    return;
  }
  flow.close_attempts = 0;
  flow.close_due_ms = 0;
  flow.cases.erase(of_case);
  const bool stops = plan.on_error.then == Then::stop || plan.on_error.then == Then::dead_letter;
  if (call.end.status == RULEMAP_STOP || (!call.end.ok() && stops)) {
    return halt_sink(sink, {"sink `" + plan.id + "`: " + call.end.error.text(), ""});
  }
  const std::vector<std::uint64_t> left = table_.unanswered(sink, of_case);
  for (const std::uint64_t id : left) {
    table_.answer(sink, id);
    if (!call.end.ok()) {
      refused_by(sink, id, nullptr, call.end.error.text());
      continue;
    }
    ++sink_reports_[sink].dead_letter;
    end_in_sink(sink, id, "dead_letter", kNoReceipt);
  }
  if (!left.empty() && call.end.ok()) world_.log(RULEMAP_ERROR, plan.id, kNoReceipt);
}

}  // namespace rulemap::engine
