// One row of a batch, as a step's process() gets it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "rulemap/abi/step.h"
#include "rulemap/sdk/fields.h"
#include "rulemap/sdk/host.h"
#include "rulemap/sdk/model.h"

namespace rulemap {

// What a case is, owned.
struct Case {
  std::string id, title, tlp, pap, name_space;
  Time started;

  Case() = default;
  explicit Case(const rulemap_case& abi)
      : id(view(abi.id)),
        title(view(abi.title)),
        tlp(view(abi.tlp)),
        pap(view(abi.pap)),
        name_space(view(abi.name_space)),
        started{abi.started_ms} {}
};

// The reading half, shared by steps and sinks. In("ioc.value") is resolved by the compiler.
template <class Self>
class Cells {
 public:
  struct In {
    std::uint32_t column;
    template <std::size_t N>
    consteval In(const char (&name)[N]) : column(column_of(Self::reads, name)) {}
    constexpr In(Column dynamic) : column(dynamic.number) {}
  };

  Cells(Host host, const rulemap_batch* batch, std::uint32_t row)
      : host_(host), batch_(batch), row_(row) {}

  bool has(In in) const { return cell(in).kind != RULEMAP_MISSING; }
  // Empty where the field is missing or no text.
  std::string_view text(In in) const {
    const rulemap_value& found = cell(in);
    return found.kind == RULEMAP_TEXT ? view(found.as.text) : std::string_view{};
  }
  std::optional<std::int64_t> integer(In in) const {
    const rulemap_value& found = cell(in);
    if (found.kind != RULEMAP_INT && found.kind != RULEMAP_TIME) return std::nullopt;
    return found.as.integer;
  }
  bool flag(In in) const {
    const rulemap_value& found = cell(in);
    return found.kind == RULEMAP_BOOL && found.as.integer != 0;
  }
  Doc doc(In in) const {
    const rulemap_value& found = cell(in);
    return found.kind == RULEMAP_DOC ? Doc(host_.docs(), found.as.doc) : Doc();
  }
  const rulemap_value& cell(In in) const {
    return batch_->cells[row_ * batch_->columns + in.column];
  }
  // The same number for this row in every call until its case has closed.
  std::uint64_t id() const { return batch_->ids[row_]; }

 protected:
  Host host_;
  const rulemap_batch* batch_;
  std::uint32_t row_;
};

// The writing half: a row of the batch, or one that was emitted from it.
template <class Self>
class RowWriter {
 public:
  struct Out {
    std::uint32_t column;
    template <std::size_t N>
    consteval Out(const char (&name)[N]) : column(column_of(Self::writes, name)) {}
    constexpr Out(Column dynamic) : column(dynamic.number) {}
  };

  RowWriter(rulemap_writer* writer, std::uint32_t row) : writer_(writer), target_(row) {}

  void set(Out out, const Value& value) {
    writer_->set(writer_, target_, out.column, value.cell());
  }
  // Appends a typed entry; the list it belongs to has to be among the step's writes.
  template <class Entry>
  void add(const Entry& entry) {
    constexpr std::uint32_t kColumn = column_of(Self::writes, Entry::kField);
    model::write(append(Column{kColumn}), entry);
  }
  EntryBuilder append(Out list) {
    return EntryBuilder(writer_->append(writer_, target_, list.column));
  }
  // A plain text, such as one of `tags`; what the list holds already is not added again.
  void add_text(Out list, std::string_view text) { append(list).value(text); }
  // Adds members to an entry that is there; members of the same name stay as they are.
  EntryBuilder amend(Out list, std::size_t index) {
    return EntryBuilder(
        writer_->amend(writer_, target_, list.column, static_cast<std::uint32_t>(index)));
  }

 protected:
  rulemap_writer* writer_;
  std::uint32_t target_;
};

template <class Self>
class Row : public Cells<Self>, public RowWriter<Self> {
 public:
  Row(Host host, const rulemap_batch* batch, std::uint32_t row, rulemap_writer* writer)
      : Cells<Self>(host, batch, row), RowWriter<Self>(writer, row) {}

  // A new record that starts as a copy of this one.
  RowWriter<Self> emit() {
    return RowWriter<Self>(this->writer_, this->writer_->emit(this->writer_, this->row_));
  }

  // This row ends as a duplicate of an earlier one; that one's end is its end too.
  void merge_into(std::uint64_t id) { this->writer_->merge(this->writer_, id, this->id()); }

  // Verdicts; the last one counts, none means ok.
  void drop(std::string_view why) {
    this->writer_->drop(this->writer_, this->row_, rulemap::text(why));
  }
  void reject(std::string_view why) {
    this->writer_->reject(this->writer_, this->row_, rulemap::text(why));
  }
  void retry(std::string_view why, std::int64_t after_ms = 0) {
    again(RULEMAP_RETRY_TROUBLE, why, after_ms);
  }
  // Waits for an allowance: no attempt is counted.
  void wait(std::string_view why, std::int64_t after_ms) {
    again(RULEMAP_RETRY_ALLOWANCE, why, after_ms);
  }

  // Asks for this row; see Host::send.
  Response send(Request request) const {
    request.row = this->row_;
    return this->host_.send(request);
  }

 private:
  void again(std::uint32_t reason, std::string_view why, std::int64_t after_ms) {
    this->writer_->retry(this->writer_, this->row_, after_ms, reason, rulemap::text(why));
  }
};

}  // namespace rulemap
