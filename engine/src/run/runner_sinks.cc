// Rows at their end: written, filtered, refused or in the dead letter file.
#include <algorithm>

#include "run/note_failure.h"
#include "run/runner.h"

namespace rulemap::engine {

void Runner::to_sinks(Row row) {
  count_mappings(row.record);
  const auto shared = std::make_shared<Row>(std::move(row));
  for (std::size_t i = 0; i < sinks_.size(); ++i) {
    table_.hold(shared->id);
    if (!holds(plan_.sinks[i].when, *shared)) {
      ++sink_reports_[i].filtered;
      end_in_sink(i, shared->id, "filtered", plan_.sinks[i].when->source);
    } else if (written_before(i, *shared)) {
      ++counts_.written_before;
      release(shared->id);
    } else if (!sinks_[i].halted) {  // else it stays pending
      table_.ask(i, shared->id);
      sinks_[i].inbox.push({shared}, shared->record.bytes());
    }
  }
  release(shared->id);
}

// A sink whose identities make twice one gets every row again, so that its cases are whole.
bool Runner::written_before(std::size_t sink, const Row& row) {
  const SinkPlan& plan = plan_.sinks[sink];
  if (!counts_.went_on || plan.instance->about().flags & RULEMAP_FLAG_IDENTITIES) return false;
  for (const std::uint32_t token : row.tokens) {
    auto where = ledger_.written_before(token, plan.id);
    if (!where) return false;
    sink_reports_[sink].last_before = std::move(*where);
  }
  ++sink_reports_[sink].written_before;
  return true;
}

void Runner::count_mappings(const host::Record& record) {
  const auto count = [&](const char* field, const char* key, std::set<std::string>& into) {
    const host::Json* list = record.get(plan_.fields.find(field));
    if (!list || !list->IsArray()) return;
    for (const host::Json& each : list->GetArray()) {
      if (!each.IsObject()) continue;
      const auto found = each.FindMember(key);
      if (found == each.MemberEnd() || !found->value.IsString()) continue;
      into.emplace(host::view_of(found->value));
    }
  };
  count("matches", "id", rules_);
  count("techniques", "id", techniques_);
  for (const StepPlan& step : plan_.steps) {
    if (step.provider.empty()) continue;
    counts_.lookups_failed += record.text(step.lookup_slot) == "failed";
  }
}

// Rows of one case that wait at the front.
bool Runner::write_next(std::size_t sink) {
  SinkFlow& flow = sinks_[sink];
  if (flow.running || flow.halted || abandoned() || flow.inbox.empty()) return false;
  auto ticket = std::make_shared<SinkTicket>();
  ticket->of_case = flow.inbox.front().row->of_case;
  ticket->open = flow.cases.insert(ticket->of_case).second;
  std::size_t bytes = 0;
  while (!flow.inbox.empty() && ticket->rows.size() < kRowsAtOnce && bytes < kBytesAtOnce &&
         flow.inbox.front().row->of_case == ticket->of_case) {
    ticket->rows.push_back(flow.inbox.pop());
    bytes += ticket->rows.back().row->record.bytes();
  }
  flow.running = true;
  ++flow.calls;
  flow.rows += ticket->rows.size();
  const host::CaseText* of = &(*cases_)[ticket->of_case];
  calls_.start([this, sink, of, ticket] { call_sink(plan_.sinks[sink], *of, *ticket); },
               [this, sink, ticket] {
                 sinks_[sink].running = false;
                 keep_state(*plan_.sinks[sink].door);
                 written(sink, *ticket);
               });
  return true;
}

// On a worker. A row a call, so that an answer belongs to one row.
void Runner::call_sink(SinkPlan& plan, const host::CaseText& of, SinkTicket& ticket) {
  plan.door->http.begin_call({});
  if (ticket.open) ticket.opened = plan.instance->case_open(of);
  if (!ticket.opened.end.ok()) return;
  for (const SinkRow& each : ticket.rows) {
    host::Record* record = &each.row->record;  // lay_out only reads
    plan.door->http.begin_call({});
    ticket.written.push_back(plan.instance->write(of, {&record, 1}, {&each.row->id, 1}));
    if (ticket.written.back().end.status == RULEMAP_STOP) return;
  }
}

void Runner::written(std::size_t sink, SinkTicket& ticket) {
  const std::string& id = plan_.sinks[sink].id;
  if (!ticket.opened.end.ok()) {
    return halt_sink(sink,
                     {"sink `" + id + "` cannot open case `" + (*cases_)[ticket.of_case].title +
                          "`: " + ticket.opened.end.error.text(),
                      ""});
  }
  for (std::size_t i = 0; i < ticket.written.size(); ++i) {
    const host::SinkCall& call = ticket.written[i];
    const SinkRow& row = ticket.rows[i];
    if (call.end.status == RULEMAP_STOP) {
      return halt_sink(sink, {"sink `" + id + "` stopped the run: " + call.end.error.text(), ""});
    }
    take_receipts(sink, call, &row);
    if (call.end.ok() || !table_.is_unanswered(sink, row.row->id)) continue;
    if (abandoned()) continue;  // it was cut short: stays pending
    if (call.end.status != RULEMAP_REJECT) {
      sink_failed(sink, row, call.end.error.text(), 0);
      continue;
    }
    table_.answer(sink, row.row->id);
    refused_by(sink, row.row->id, &*row.row, call.end.error.text());
  }
}

void Runner::take_receipts(std::size_t sink, const host::SinkCall& call, const SinkRow* row) {
  SinkReport& report = sink_reports_[sink];
  for (const host::RefusedValue& each : call.refused_values) {
    if (!table_.is_unanswered(sink, each.id)) continue;
    ++report.refused_values;
    for (const std::uint32_t token : table_.tokens(each.id)) {
      ledger_.refused_value(token, report.id, each.what, each.value, each.why);
    }
  }
  for (const host::Receipt& each : call.receipts) {
    if (!table_.is_unanswered(sink, each.id)) continue;
    if (each.kind == host::Receipt::Kind::retry) {
      if (row && !abandoned() && row->row->id == each.id)
        sink_failed(sink, *row, each.text, each.after_ms);
      continue;
    }
    table_.answer(sink, each.id);
    if (each.kind != host::Receipt::Kind::written) {
      refused_by(sink, each.id, row ? &*row->row : nullptr, each.text);
      continue;
    }
    ++report.written;
    end_in_sink(sink, each.id, "written", each.text);
  }
  // A file that every case says is one file; counts of cases are many.
  for (const auto& note : call.notes) {
    const bool counts = note.second.find_first_not_of("0123456789") == std::string::npos;
    if (counts || sinks_[sink].noted.insert(note).second) report.notes.push_back(note);
  }
}

void Runner::sink_failed(std::size_t sink, const SinkRow& row, const std::string& why,
                         std::int64_t after_ms) {
  const SinkPlan& plan = plan_.sinks[sink];
  SinkRow again = row;
  if (again.attempts++ == 0) again.first_failed_ms = steady();
  const std::int64_t wait = std::max(after_ms, backoff(plan.on_error, row.row->id, again.attempts));
  const auto& deadline = plan.on_error.deadline_ms;
  const bool in_time = !deadline || steady() + wait <= again.first_failed_ms + *deadline;
  if (again.attempts < plan.on_error.attempts && in_time) return defer(wait, sink, again);
  if (plan.on_error.then == Then::stop) {
    return halt_sink(sink, {"sink `" + plan.id + "`: " + why, ""});
  }
  table_.answer(sink, row.row->id);
  if (plan.on_error.then == Then::dead_letter) {
    dead_letter(*row.row, plan.id, why);
    ++sink_reports_[sink].dead_letter;
    return end_in_sink(sink, row.row->id, "dead_letter", why);
  }
  refused_by(sink, row.row->id, &*row.row, why);
}

// row: null where the case is closed and the record is gone.
void Runner::refused_by(std::size_t sink, std::uint64_t row_id, const Row* row,
                        const std::string& why) {
  ++sink_reports_[sink].refused;
  note_failure(counts_.refusals, counts_.refusals_not_listed, plan_.sinks[sink].id,
               world_.secrets().redacted(why), row ? row->record.text(plan_.slots.value) : "");
  end_in_sink(sink, row_id, "refused", why);
}

void Runner::end_in_sink(std::size_t sink, std::uint64_t row_id, std::string_view state,
                         std::string_view detail) {
  for (const std::uint32_t token : table_.tokens(row_id)) {
    ledger_.outcome(token, plan_.sinks[sink].id, state, detail);
  }
  release(row_id);
}

}  // namespace rulemap::engine
