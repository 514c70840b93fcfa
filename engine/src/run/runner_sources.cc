// Rows as they come from the sources: named, entered in the ledger, sent on; and the sources told
// when they are done.
#include "rulemap/ids/uuid.h"
#include "run/private_indicator.h"
#include "run/runner.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kListedRefusals = 20;

}  // namespace

// One source after the other, in the order of the file: the same input gives the same order.
bool Runner::poll_next() {
  if (abandoned() || sources_ended()) return false;
  const std::size_t number = next_source_;
  SourceFlow& flow = sources_[number];
  if (flow.running || !has_room_at(plan_.first_step)) return false;
  flow.running = true;
  auto poll = std::make_shared<host::Poll>();
  calls_.start([this, number, poll] { *poll = plan_.sources[number].instance->poll(); },
               [this, number, poll] {
                 sources_[number].running = false;
                 keep_state(*plan_.sources[number].door);
                 accept(number, std::move(*poll));
               });
  return true;
}

bool Runner::tell_done(std::size_t source) {
  SourceFlow& flow = sources_[source];
  if (flow.running || flow.settled.empty()) return false;
  flow.running = true;
  auto told = std::make_shared<std::deque<std::string>>(std::move(flow.settled));
  flow.settled.clear();
  calls_.start(
      [this, source, told] {
        const SourcePlan& plan = plan_.sources[source];
        for (const std::string& each : *told) {
          const host::CallEnd done = plan.instance->done(each);
          if (!done.ok()) world_.log(RULEMAP_WARNING, plan.id, done.error.text());
        }
      },
      [this, source] {
        sources_[source].running = false;
        keep_state(*plan_.sources[source].door);
      });
  return true;
}

void Runner::accept(std::size_t number, host::Poll poll) {
  SourcePlan& source = plan_.sources[number];
  fault(source.id, poll.end.fault);
  const bool all_read = poll.end.status == RULEMAP_END && number + 1 == sources_.size();
  if ((all_read || !poll.records.empty()) && !start_sinks()) return;
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
    if (!name_row(source, row)) rows.push_back(std::move(row));
  }
  if (!poll.checkpoint.empty()) finalizers_.checkpoint(number, std::move(poll.checkpoint));
  for (Row& row : rows) send(std::move(row), plan_.first_step);
  if (poll.end.status == RULEMAP_END) {
    ++next_source_;
  } else if (!poll.end.ok()) {
    stop({"source `" + source.id + "`: " + poll.end.error.message, poll.end.error.where});
  }
}

// Gives a new row its id, its case, and its line in the ledger. True: an earlier start of the run
// gave it up.
bool Runner::name_row(const SourcePlan& source, Row& row) {
  const HostSlots& s = plan_.slots;
  host::Record& record = row.record;
  mark_private(record, s);
  row.is_private = record.cell(s.is_private).as.integer != 0;
  row.tokens = {finalizers_.add()};
  row.of_case = cases_->of(source, record);
  row.id = table_.add(row.tokens, row.of_case);
  ++counts_.accepted;
  const host::CaseText& of = (*cases_)[row.of_case];
  const auto set_missing = [&](std::uint32_t slot, std::string_view text) {
    if (!text.empty() && !record.get(slot)) record.set_text(slot, text);
  };
  const rulemap_value line_cell = record.cell(s.line);
  const std::int64_t line = line_cell.kind == RULEMAP_INT ? line_cell.as.integer : 0;
  const std::string id = ids::sha256_hex(
      ids::joined({source.id, cases_->as_written(record.text(s.file)), std::to_string(line),
                   record.text(s.original), record.text(s.value)}));
  set_missing(s.id, id.substr(0, 32));
  set_missing(s.kind, "indicator");
  record.set_text(s.case_id, of.id);
  record.set_text(s.case_title, of.title);
  set_missing(s.tlp, of.tlp);
  set_missing(s.pap, of.pap);
  const std::string_view original = record.text(s.original);
  const bool given_up =
      ledger_.accept(row.tokens[0], {record.text(s.id), source.id, record.text(s.file),
                                     original.empty() ? record.text(s.value) : original,
                                     record.text(s.type), of.id, line});
  if (given_up) {
    ++counts_.dead_letter;
    ++counts_.dead_letters.records;
    release(row.id);
  }
  return given_up;
}

}  // namespace rulemap::engine
