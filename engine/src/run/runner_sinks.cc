// Rows at their end: written, filtered, refused or in the dead letter file.
#include "run/record_cells.h"
#include "run/runner.h"

namespace rulemap::engine {

void Runner::to_sinks(std::vector<Row> rows) {
  for (Row& row : rows) {
    count_mappings(row.record);
    for (std::size_t i = 0; i < plan_.sinks.size() && !abandoned(); ++i) {
      for (const std::uint32_t token : row.tokens) finalizers_.hold(token);
      if (holds(plan_.sinks[i].when, row)) {
        row.attempts = 0;
        write(i, row);
      } else {
        sink_reports_[i].filtered += row.tokens.size();
        end_in_sink(i, row.tokens, "filtered", plan_.sinks[i].when->source);
      }
    }
    release(row.tokens);
  }
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
    const std::string_view state = record.text(step.lookup_slot);
    counts_.lookups_failed += state == "failed";
    counts_.lookups_not_asked += state == "not_asked";
  }
}

bool Runner::open_case(std::size_t sink, std::uint32_t of_case) {
  if (!open_sinks_[sink].cases.insert(of_case).second) return true;
  const host::SinkCall call = plan_.sinks[sink].instance->case_open(cases_[of_case]);
  if (call.end.ok()) return true;
  halt_sink(sink, {"sink `" + plan_.sinks[sink].id + "` cannot open case `" +
                       cases_[of_case].title + "`: " + call.end.error.text(),
                   ""});
  return false;
}

void Runner::write(std::size_t sink, const Row& row) {
  if (halted_sinks_[sink] || !open_case(sink, row.of_case)) return;  // it stays pending
  SinkPlan& plan = plan_.sinks[sink];
  open_sinks_[sink].rows[row.id] = {row.of_case, row.tokens};
  host::Record* record = const_cast<host::Record*>(&row.record);  // lay_out only reads
  plan.door->http.begin_call({});
  const host::SinkCall call = plan.instance->write(cases_[row.of_case], {&record, 1}, {&row.id, 1});
  if (call.end.status == RULEMAP_STOP) {
    return halt_sink(sink,
                     {"sink `" + plan.id + "` stopped the run: " + call.end.error.text(), ""});
  }
  take_receipts(sink, call, &row);
  if (call.end.ok() || open_sinks_[sink].rows.count(row.id) == 0) return;
  if (call.end.status == RULEMAP_REJECT) {
    open_sinks_[sink].rows.erase(row.id);
    ++sink_reports_[sink].refused;
    return end_in_sink(sink, row.tokens, "refused", call.end.error.text());
  }
  sink_failed(sink, row, call.end.error.text(), 0);
}

void Runner::take_receipts(std::size_t sink, const host::SinkCall& call, const Row* row) {
  auto& pending = open_sinks_[sink].rows;
  SinkReport& report = sink_reports_[sink];
  for (const host::RefusedValue& each : call.refused_values) {
    const auto found = pending.find(each.id);
    if (found == pending.end()) continue;
    ++report.refused_values;
    for (const std::uint32_t token : found->second.second) {
      ledger_.refused_value(token, report.id, each.what, each.value, each.why);
    }
  }
  for (const host::Receipt& each : call.receipts) {
    const auto found = pending.find(each.id);
    if (found == pending.end()) continue;
    const std::vector<std::uint32_t> tokens = found->second.second;
    if (each.kind == host::Receipt::Kind::retry) {
      if (row && row->id == each.id) sink_failed(sink, *row, each.text, each.after_ms);
      continue;
    }
    pending.erase(found);
    const bool written = each.kind == host::Receipt::Kind::written;
    (written ? report.written : report.refused) += tokens.size();
    end_in_sink(sink, tokens, written ? "written" : "refused", each.text);
  }
  for (const auto& note : call.notes) report.notes.push_back(note);
}

void Runner::sink_failed(std::size_t sink, const Row& row, const std::string& why,
                         std::int64_t after_ms) {
  open_sinks_[sink].rows.erase(row.id);
  const SinkPlan& plan = plan_.sinks[sink];
  Row again;
  again.record = row.record.copy();
  again.id = row.id;
  again.of_case = row.of_case;
  again.tokens = row.tokens;
  again.attempts = row.attempts + 1;
  again.first_failed_ms = row.attempts == 0 ? now() : row.first_failed_ms;
  const std::int64_t wait = std::max(after_ms, backoff(plan.on_error, again.attempts));
  const auto& deadline = plan.on_error.deadline_ms;
  const bool in_time = !deadline || now() + wait <= again.first_failed_ms + *deadline;
  if (again.attempts < plan.on_error.attempts && in_time) {
    return defer(wait, kToSinks, sink, std::move(again));
  }
  switch (plan.on_error.then) {
    case Then::stop:
      return halt_sink(sink, {"sink `" + plan.id + "`: " + why, ""});
    case Then::dead_letter:
      dead_letter(again, plan.id, why);
      sink_reports_[sink].dead_letter += again.tokens.size();
      return end_in_sink(sink, again.tokens, "dead_letter", why);
    case Then::drop:
    case Then::skip:
      ++sink_reports_[sink].refused;
      return end_in_sink(sink, again.tokens, "refused", why);
  }
}

void Runner::end_in_sink(std::size_t sink, const std::vector<std::uint32_t>& tokens,
                         std::string_view state, std::string_view detail) {
  for (const std::uint32_t token : tokens) {
    ledger_.outcome(token, plan_.sinks[sink].id, state, detail);
  }
  release(tokens);
}

void Runner::close_sinks() {
  for (std::size_t sink = 0; sink < plan_.sinks.size() && !abandoned(); ++sink) {
    const std::set<std::uint32_t> cases = open_sinks_[sink].cases;
    for (const std::uint32_t of_case : cases) {
      if (!abandoned() && !halted_sinks_[sink]) close_case(sink, of_case);
    }
  }
}

// A case that cannot be closed is tried again; then each of its rows follows `then`.
void Runner::close_case(std::size_t sink, std::uint32_t of_case) {
  SinkPlan& plan = plan_.sinks[sink];
  host::SinkCall call;
  for (std::uint32_t attempt = 1;; ++attempt) {
    plan.door->http.begin_call({});
    call = plan.instance->case_close(cases_[of_case]);
    take_receipts(sink, call, nullptr);
    const bool again = call.end.status == RULEMAP_FAILED || call.end.status == RULEMAP_RETRY;
    if (!again || attempt >= plan.on_error.attempts || abandoned()) break;
    const std::int64_t until = now() + backoff(plan.on_error, attempt);
    while (now() < until && !abandoned()) {
      world_.clock().sleep_until(until);
      look_up();
    }
  }
  open_sinks_[sink].cases.erase(of_case);
  if (call.end.status == RULEMAP_STOP || (!call.end.ok() && plan.on_error.then == Then::stop)) {
    return halt_sink(sink, {"sink `" + plan.id + "`: " + call.end.error.text(), ""});
  }
  const std::string why = call.end.ok() ? "the sink gave no receipt for it" : call.end.error.text();
  std::vector<std::uint64_t> left;
  for (const auto& [id, row] : open_sinks_[sink].rows) {
    if (row.first == of_case) left.push_back(id);
  }
  for (const std::uint64_t id : left) {
    const auto tokens = open_sinks_[sink].rows[id].second;
    open_sinks_[sink].rows.erase(id);
    sink_reports_[sink].dead_letter += tokens.size();
    end_in_sink(sink, tokens, "dead_letter", why);
  }
  if (!left.empty()) world_.log(RULEMAP_ERROR, plan.id, why);
  look_up();
}

// The record as it is, in the dead letter file; without one the ledger alone keeps it.
void Runner::dead_letter(const Row& row, std::string_view where, std::string_view why) {
  world_.log(
      RULEMAP_WARNING, where,
      "`" + std::string(row.record.text(plan_.slots.value)) + "` failed: " + std::string(why));
  if (!plan_.dead_letter) return;
  SinkPlan& sink = *plan_.dead_letter;
  const host::CaseText& of = cases_[row.of_case];
  host::Record* record = const_cast<host::Record*>(&row.record);  // lay_out only reads
  host::SinkCall call;
  if (!std::exchange(dead_letter_open_, true)) call = sink.instance->case_open(of);
  if (call.end.ok()) call = sink.instance->write(of, {&record, 1}, {&row.id, 1});
  if (!call.end.ok()) {
    abandon({"the dead letter file cannot be written: " + call.end.error.text(), ""});
  }
}

}  // namespace rulemap::engine
