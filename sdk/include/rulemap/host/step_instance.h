// One step, driven: records in, verdicts out. The engine and the test harness both use this.
#pragma once

#include <mutex>
#include <optional>
#include <span>

#include "rulemap/abi/step.h"
#include "rulemap/host/instance.h"

namespace rulemap::host {

// What became of one row in one call.
struct Verdict {
  enum class Kind { ok, drop, retry, reject };
  Kind kind = Kind::ok;
  std::int64_t after_ms = 0;
  bool for_allowance = false;
  std::string why;
};

// A record that a step made from a row.
struct Emitted {
  std::uint32_t from_row;
  Record record;
};

// `from` ends, merged into `into`. Ids of rows.
struct MergeOrder {
  std::uint64_t into;
  std::uint64_t from;
};

struct StepCall {
  CallEnd end;
  std::vector<Verdict> verdicts;  // one for each row
  std::vector<Emitted> emitted;
  std::vector<MergeOrder> merges;
};

// Calls of `process` may meet where descriptor.threads is RULEMAP_PARALLEL: each has its own cells,
// writer and documents.
class StepInstance : public Instance<rulemap_step> {
 public:
  StepInstance(const rulemap_step& abi, std::unique_ptr<ConfigValues> config, Lent lent,
               const FieldTable& table)
      : Instance(abi, std::move(config), lent), table_(table) {}

  bool is_case_step() const { return about().flags & RULEMAP_FLAG_CASES; }

  StepCall process(std::span<Record* const> records, std::span<const std::uint64_t> ids) {
    std::unique_ptr<Call> call = take();
    call->begin(records);
    for (Record* record : records) record->reserve(table_.size());
    const rulemap_batch batch = call->cells.lay_out(records, ids);
    ErrorSlot error;
    const Documents::Scope documents(call->documents);
    const rulemap_status status = abi_.process(instance_, &batch, &call->writer, error.abi());
    StepCall out = call->finish(ended(status, error));
    put_back(std::move(call));
    return out;
  }

  CallEnd case_open(const CaseText& of) {
    if (!abi_.case_open) return {};
    const rulemap_case abi = of.abi();
    ErrorSlot error;
    return end(abi_.case_open(instance_, &abi, error.abi()), error);
  }
  CallEnd case_close(const CaseText& of, std::vector<MergeOrder>& merges) {
    std::unique_ptr<Call> call = take();
    call->begin({});
    const rulemap_case abi = of.abi();
    ErrorSlot error;
    const Documents::Scope documents(call->documents);
    const rulemap_status status = abi_.case_close(instance_, &abi, &call->writer, error.abi());
    StepCall out = call->finish(ended(status, error));
    put_back(std::move(call));
    merges = std::move(out.merges);
    return out.end;
  }

 private:
  // What belongs to one call that runs.
  struct Call {
    Call(const std::vector<std::uint32_t>& read_slots,
         const std::vector<std::uint32_t>& write_slots, const FieldTable& table)
        : cells(read_slots, table), writes(write_slots), writer(make_writer(*this)) {}

    void begin(std::span<Record* const> of) {
      records.assign(of.begin(), of.end());
      out = {};
      out.verdicts.resize(records.size());
    }
    StepCall finish(CallEnd end) {
      entry.commit();
      out.end = std::move(end);
      out.end.fault = entry.take_fault();
      documents.clear();
      return std::move(out);
    }
    // A row of the batch, or an emitted one; null: no such row.
    Record* row(std::uint32_t number) {
      if (number < records.size()) return records[number];
      const std::size_t emitted = number - records.size();
      return emitted < out.emitted.size() ? &out.emitted[emitted].record : nullptr;
    }
    void decide(std::uint32_t row, Verdict verdict) {
      if (row < out.verdicts.size()) out.verdicts[row] = std::move(verdict);
    }
    rulemap_builder* open(std::uint32_t number, std::uint32_t column, std::int64_t amend) {
      Record* record = row(number);
      if (!record || column >= writes.size()) return entry.discard();
      return entry.open(*record, writes[column], amend);
    }
    std::uint32_t emit(std::uint32_t from) {
      entry.commit();
      if (from >= records.size()) return RULEMAP_NO_ROW;
      out.emitted.push_back({from, records[from]->copy()});
      return static_cast<std::uint32_t>(records.size() + out.emitted.size() - 1);
    }

    CellTable cells;
    const std::vector<std::uint32_t>& writes;
    rulemap_writer writer;
    OpenEntry entry;
    std::vector<Record*> records;
    StepCall out;
    Documents documents;
  };

  std::unique_ptr<Call> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<Call>(reads_, writes_, table_);
    std::unique_ptr<Call> call = std::move(idle_.back());
    idle_.pop_back();
    return call;
  }
  void put_back(std::unique_ptr<Call> call) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(call));
  }
  static Call& of(rulemap_writer* writer) { return *static_cast<Call*>(writer->host); }
  static rulemap_writer make_writer(Call& call);

  const FieldTable& table_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Call>> idle_;
};

inline rulemap_writer StepInstance::make_writer(Call& call) {
  return {
      sizeof(rulemap_writer),
      &call,
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column, rulemap_value cell) noexcept {
        Record* record = of(w).row(row);
        if (record && column < of(w).writes.size()) record->set(of(w).writes[column], cell);
      },
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column) noexcept {
        return of(w).open(row, column, -1);
      },
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column, std::uint32_t index) noexcept {
        return of(w).open(row, column, index);
      },
      [](rulemap_writer* w, std::uint32_t from) noexcept { return of(w).emit(from); },
      [](rulemap_writer* w, std::uint64_t into, std::uint64_t from) noexcept {
        of(w).out.merges.push_back({into, from});
      },
      [](rulemap_writer* w, std::uint32_t row, rulemap_text why) noexcept {
        of(w).decide(row, {Verdict::Kind::drop, 0, false, std::string(view(why))});
      },
      [](rulemap_writer* w, std::uint32_t row, std::int64_t after_ms, std::uint32_t reason,
         rulemap_text why) noexcept {
        of(w).decide(row, {Verdict::Kind::retry, after_ms, reason == RULEMAP_RETRY_ALLOWANCE,
                           std::string(view(why))});
      },
      [](rulemap_writer* w, std::uint32_t row, rulemap_text why) noexcept {
        of(w).decide(row, {Verdict::Kind::reject, 0, false, std::string(view(why))});
      }};
}

}  // namespace rulemap::host
