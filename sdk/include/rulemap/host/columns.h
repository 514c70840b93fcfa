// The fields of one instance as slots of the record, and batches of cells laid out from records.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rulemap/abi/batch.h"
#include "rulemap/host/record.h"
#include "rulemap/sdk/host.h"

namespace rulemap::host {

struct DeclaredField {
  std::string name;
  std::uint32_t type;
  std::string choices = {};  // "a|b": its only values; empty: any
};

// What `fields` of a descriptor answered.
struct Declared {
  std::vector<DeclaredField> reads;
  std::vector<DeclaredField> writes;

  void one_of(std::string_view name, std::string_view choices) {
    for (DeclaredField& each : writes) {
      if (each.name == name) each.choices = choices;
    }
  }
};

// Asks a source, step or sink what it reads and writes.
template <class Abi>
Result<Declared> declared_fields(const Abi& abi, const rulemap_host* host,
                                 const rulemap_config& config) {
  Declared out;
  rulemap_fields collect{
      sizeof collect, &out,
      [](rulemap_fields* f, rulemap_text name, std::uint32_t type) noexcept {
        static_cast<Declared*>(f->host)->reads.push_back({std::string(view(name)), type});
      },
      [](rulemap_fields* f, rulemap_text name, std::uint32_t type) noexcept {
        static_cast<Declared*>(f->host)->writes.push_back({std::string(view(name)), type});
      },
      [](rulemap_fields* f, rulemap_text name, rulemap_text choices) noexcept {
        static_cast<Declared*>(f->host)->one_of(view(name), view(choices));
      }};
  ErrorSlot error;
  if (abi.fields(host, &config, &collect, error.abi()) != RULEMAP_OK) return error.error();
  return out;
}

inline std::vector<std::uint32_t> slots_of(const std::vector<DeclaredField>& fields,
                                           FieldTable& table) {
  std::vector<std::uint32_t> out;
  for (const DeclaredField& each : fields) out.push_back(table.intern(each.name));
  return out;
}

// The cells of some records, laid out for one instance. Borrows the records until the next lay_out.
// A name that ends with * is one cell: an object of all fields that begin with what stands before.
class CellTable {
 public:
  CellTable(const std::vector<std::uint32_t>& slots, const FieldTable& fields) : fields_(fields) {
    for (std::uint32_t slot : slots) {
      const std::string& name = fields.name(slot);
      const bool group = name.ends_with('*');
      columns_.push_back({slot, group, group ? name.substr(0, name.size() - 1) : ""});
    }
  }

  rulemap_batch lay_out(std::span<Record* const> records, std::span<const std::uint64_t> ids) {
    cells_.clear();
    groups_.clear();
    pool_.Clear();
    for (const Record* record : records) {
      for (const Column& column : columns_) {
        cells_.push_back(column.group ? group_cell(*record, column) : record->cell(column.slot));
      }
    }
    return {sizeof(rulemap_batch), cells_.data(), ids.data(),
            static_cast<std::uint32_t>(records.size()),
            static_cast<std::uint32_t>(columns_.size())};
  }

 private:
  struct Column {
    std::uint32_t slot;
    bool group;
    std::string prefix;
  };
  rulemap_value group_cell(const Record& record, const Column& column) {
    groups_.push_back(std::make_unique<Json>(object_of(record, fields_, pool_, column.prefix)));
    return cell_of(*groups_.back());
  }

  std::vector<Column> columns_;
  const FieldTable& fields_;
  std::vector<rulemap_value> cells_;
  std::vector<std::unique_ptr<Json>> groups_;
  Pool pool_{2048};
};

// The entry that a plugin is writing: opened by append or amend, kept when the next call comes.
class OpenEntry {
 public:
  rulemap_builder* open(Record& record, std::uint32_t slot, std::int64_t amend_index) {
    commit();
    record_ = &record;
    slot_ = slot;
    amend_ = amend_index;
    return builder_.open(record.pool());
  }
  // For calls that name a row or column that is not there: what is written goes nowhere.
  rulemap_builder* discard() {
    commit();
    return builder_.open(scrap_);
  }
  void commit() {
    if (!builder_.is_open()) return;
    Json entry = builder_.finish();
    if (record_ && amend_ < 0)
      record_->append(slot_, std::move(entry));
    else if (record_ && entry.IsObject())
      record_->amend(slot_, static_cast<std::uint32_t>(amend_), std::move(entry));
    record_ = nullptr;
  }
  std::string take_fault() { return builder_.take_fault(); }

 private:
  Builder builder_;
  Pool scrap_;
  Record* record_ = nullptr;
  std::uint32_t slot_ = 0;
  std::int64_t amend_ = -1;
};

}  // namespace rulemap::host
