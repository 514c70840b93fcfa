// One step, driven: records in, verdicts out. The engine and the test harness both use this.
#pragma once

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

class StepInstance : public Instance<rulemap_step> {
 public:
  StepInstance(const rulemap_step& abi, std::unique_ptr<ConfigValues> config, Lent lent,
               const FieldTable& table)
      : Instance(abi, std::move(config), lent), table_(table), writer_abi_(make_writer()) {}

  bool is_case_step() const { return about().flags & RULEMAP_FLAG_CASES; }

  StepCall process(std::span<Record* const> records, std::span<const std::uint64_t> ids) {
    begin(records);
    for (Record* record : records) record->reserve(table_.size());
    const rulemap_batch batch = cells().lay_out(records, ids);
    ErrorSlot error;
    const rulemap_status status = abi_.process(instance_, &batch, &writer_abi_, error.abi());
    entry_.commit();
    call_.end = end(status, error);
    call_.end.fault = entry_.take_fault();
    return std::move(call_);
  }

  CallEnd case_open(const CaseText& of) {
    if (!abi_.case_open) return {};
    const rulemap_case abi = of.abi();
    ErrorSlot error;
    return end(abi_.case_open(instance_, &abi, error.abi()), error);
  }
  CallEnd case_close(const CaseText& of, std::vector<MergeOrder>& merges) {
    begin({});
    const rulemap_case abi = of.abi();
    ErrorSlot error;
    CallEnd out = end(abi_.case_close(instance_, &abi, &writer_abi_, error.abi()), error);
    merges = std::move(call_.merges);
    return out;
  }

 private:
  void begin(std::span<Record* const> records) {
    records_.assign(records.begin(), records.end());
    call_ = {};
    call_.verdicts.resize(records.size());
    call_.emitted.clear();
  }
  CellTable& cells() {
    if (!cells_) cells_.emplace(reads_, table_);
    return *cells_;
  }
  // A row of the batch, or an emitted one; null: no such row.
  Record* row(std::uint32_t number) {
    if (number < records_.size()) return records_[number];
    const std::size_t emitted = number - records_.size();
    return emitted < call_.emitted.size() ? &call_.emitted[emitted].record : nullptr;
  }
  void decide(std::uint32_t row, Verdict verdict) {
    if (row < call_.verdicts.size()) call_.verdicts[row] = std::move(verdict);
  }
  rulemap_builder* open(std::uint32_t number, std::uint32_t column, std::int64_t amend) {
    Record* record = row(number);
    if (!record || column >= writes_.size()) return entry_.discard();
    return entry_.open(*record, writes_[column], amend);
  }
  std::uint32_t emit(std::uint32_t from) {
    entry_.commit();
    if (from >= records_.size()) return RULEMAP_NO_ROW;
    call_.emitted.push_back({from, records_[from]->copy()});
    return static_cast<std::uint32_t>(records_.size() + call_.emitted.size() - 1);
  }
  static StepInstance& self(rulemap_writer* writer) {
    return *static_cast<StepInstance*>(writer->host);
  }
  rulemap_writer make_writer();

  const FieldTable& table_;
  std::optional<CellTable> cells_;
  rulemap_writer writer_abi_;
  OpenEntry entry_;
  std::vector<Record*> records_;
  StepCall call_;
};

inline rulemap_writer StepInstance::make_writer() {
  return {
      sizeof(rulemap_writer),
      this,
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column, rulemap_value cell) noexcept {
        StepInstance& me = self(w);
        Record* record = me.row(row);
        if (record && column < me.writes_.size()) record->set(me.writes_[column], cell);
      },
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column) noexcept {
        return self(w).open(row, column, -1);
      },
      [](rulemap_writer* w, std::uint32_t row, std::uint32_t column, std::uint32_t index) noexcept {
        return self(w).open(row, column, index);
      },
      [](rulemap_writer* w, std::uint32_t from) noexcept { return self(w).emit(from); },
      [](rulemap_writer* w, std::uint64_t into, std::uint64_t from) noexcept {
        self(w).call_.merges.push_back({into, from});
      },
      [](rulemap_writer* w, std::uint32_t row, rulemap_text why) noexcept {
        self(w).decide(row, {Verdict::Kind::drop, 0, false, std::string(view(why))});
      },
      [](rulemap_writer* w, std::uint32_t row, std::int64_t after_ms, std::uint32_t reason,
         rulemap_text why) noexcept {
        self(w).decide(row, {Verdict::Kind::retry, after_ms, reason == RULEMAP_RETRY_ALLOWANCE,
                             std::string(view(why))});
      },
      [](rulemap_writer* w, std::uint32_t row, rulemap_text why) noexcept {
        self(w).decide(row, {Verdict::Kind::reject, 0, false, std::string(view(why))});
      }};
}

}  // namespace rulemap::host
