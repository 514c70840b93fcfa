// One sink, driven: rows of a case in, receipts out. The engine and the test harness both use this.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rulemap/abi/sink.h"
#include "rulemap/host/instance.h"

namespace rulemap::host {

struct Receipt {
  enum class Kind { written, reject, retry };
  std::uint64_t id;
  Kind kind;
  std::string text;  // where it was written, or why not
  std::int64_t after_ms = 0;
};
struct RefusedValue {
  std::uint64_t id;
  std::string what, value, why;
};

struct SinkCall {
  CallEnd end;
  std::deque<Receipt> receipts;
  std::vector<RefusedValue> refused_values;
  std::vector<std::pair<std::string, std::string>> notes;
};

class SinkInstance : public Instance<rulemap_sink> {
 public:
  SinkInstance(const rulemap_sink& abi, std::unique_ptr<ConfigValues> config, Lent lent,
               const FieldTable& table)
      : Instance(abi, std::move(config), lent), table_(table), receipts_(make_receipts()) {}

  SinkCall case_open(const CaseText& of) {
    return call(
        [&](const rulemap_case& abi, rulemap_error* error) {
          return abi_.case_open ? abi_.case_open(instance_, &abi, error) : RULEMAP_OK;
        },
        of);
  }
  SinkCall write(const CaseText& of, std::span<Record* const> records,
                 std::span<const std::uint64_t> ids) {
    if (!cells_) cells_.emplace(reads_, table_);
    const rulemap_batch batch = cells_->lay_out(records, ids);
    return call(
        [&](const rulemap_case& abi, rulemap_error* error) {
          return abi_.write(instance_, &abi, &batch, &receipts_, error);
        },
        of);
  }
  // A case has as many receipts as rows: they go to `take` some at a time, during the call and on
  // its thread; the answer has the rest.
  using TakeReceipts = std::function<void(std::deque<Receipt>)>;
  SinkCall case_close(const CaseText& of, const TakeReceipts& take = nullptr) {
    take_ = take ? &take : nullptr;
    return call(
        [&](const rulemap_case& abi, rulemap_error* error) {
          return abi_.case_close ? abi_.case_close(instance_, &abi, &receipts_, error) : RULEMAP_OK;
        },
        of);
  }

 private:
  static constexpr std::size_t kReceiptsAtOnce = 256;

  template <class Body>
  SinkCall call(Body body, const CaseText& of) {
    call_ = {};
    const rulemap_case abi = of.abi();
    ErrorSlot error;
    const rulemap_status status = body(abi, error.abi());
    call_.end = end(status, error);
    take_ = nullptr;
    return std::move(call_);
  }
  static SinkInstance& self(rulemap_receipts* receipts) {
    return *static_cast<SinkInstance*>(receipts->host);
  }
  rulemap_receipts make_receipts();
  void keep(Receipt receipt) {
    call_.receipts.push_back(std::move(receipt));
    if (take_ && call_.receipts.size() == kReceiptsAtOnce) {
      (*take_)(std::exchange(call_.receipts, {}));
    }
  }

  const FieldTable& table_;
  std::optional<CellTable> cells_;
  rulemap_receipts receipts_;
  SinkCall call_;
  const TakeReceipts* take_ = nullptr;
};

inline rulemap_receipts SinkInstance::make_receipts() {
  return {
      sizeof(rulemap_receipts),
      this,
      [](rulemap_receipts* r, std::uint64_t id, rulemap_text where) noexcept {
        self(r).keep({id, Receipt::Kind::written, std::string(view(where)), 0});
      },
      [](rulemap_receipts* r, std::uint64_t id, rulemap_text what, rulemap_text value,
         rulemap_text why) noexcept {
        self(r).call_.refused_values.push_back(
            {id, std::string(view(what)), std::string(view(value)), std::string(view(why))});
      },
      [](rulemap_receipts* r, std::uint64_t id, rulemap_text why) noexcept {
        self(r).keep({id, Receipt::Kind::reject, std::string(view(why)), 0});
      },
      [](rulemap_receipts* r, std::uint64_t id, std::int64_t after_ms, rulemap_text why) noexcept {
        self(r).keep({id, Receipt::Kind::retry, std::string(view(why)), after_ms});
      },
      [](rulemap_receipts* r, rulemap_text what, rulemap_text value) noexcept {
        self(r).call_.notes.emplace_back(view(what), view(value));
      }};
}

}  // namespace rulemap::host
