// Base class for sinks. A whole sink:
//
//   class Count final : public rulemap::Sink<Count> {
//    public:
//     static constexpr rulemap::Label label{.id = "acme.count", .summary = "Counts rows."};
//     static constexpr auto reads = rulemap::fields(rulemap::field::text("ioc.value"));
//     void write(const rulemap::Case&, Row row, rulemap::Receipts& out) {
//       out.written(row.id(), "row " + std::to_string(++count_));
//     }
//    private:
//     int count_ = 0;
//   };
//
// Optional members: as in step.h; case_open(const Case&) and case_close(const Case&, Receipts&),
// each returning Result<void> or Outcome. Every row gets one of written, reject or retry before its
// case_close has returned.
#pragma once

#include "rulemap/abi/sink.h"
#include "rulemap/sdk/adapter.h"
#include "rulemap/sdk/live.h"
#include "rulemap/sdk/row.h"

namespace rulemap {

class Receipts {
 public:
  explicit Receipts(rulemap_receipts* abi) : abi_(abi) {}

  // where: a path, URL or UUID at which a person finds it.
  void written(std::uint64_t id, std::string_view where) {
    abi_->written(abi_, id, rulemap::text(where));
  }
  // One value that the written row had to go without.
  void refused_value(std::uint64_t id, std::string_view what, std::string_view value,
                     std::string_view why) {
    abi_->refused_value(abi_, id, rulemap::text(what), rulemap::text(value), rulemap::text(why));
  }
  void reject(std::uint64_t id, std::string_view why) {
    abi_->reject(abi_, id, rulemap::text(why));
  }
  void retry(std::uint64_t id, std::string_view why, std::int64_t after_ms = 0) {
    abi_->retry(abi_, id, after_ms, rulemap::text(why));
  }
  // For the summary at the end of a run.
  void note(std::string_view what, std::string_view value) {
    abi_->note(abi_, rulemap::text(what), rulemap::text(value));
  }

 private:
  rulemap_receipts* abi_;
};

template <class Self>
class Sink {
 public:
  using Row = Cells<Self>;
};

namespace adapter {

template <class T>
Outcome write_row(T& sink, const Case& of, Cells<T> row, Receipts& receipts) {
  if constexpr (std::is_void_v<decltype(sink.write(of, row, receipts))>) {
    sink.write(of, row, receipts);
    return {};
  } else {
    return sink.write(of, row, receipts);
  }
}

template <class T>
rulemap_status write(void* instance, const rulemap_case* of, const rulemap_batch* batch,
                     rulemap_receipts* abi, rulemap_error* error) noexcept {
  auto* self = static_cast<Instance<T>*>(instance);
  return guarded(error, [&]() -> Outcome {
    Receipts receipts(abi);
    const Case which(*of);
    for (std::uint32_t i = 0; i < batch->rows; ++i) {
      Outcome outcome = write_row(self->object, which, Cells<T>(self->host, batch, i), receipts);
      if (outcome.status() != RULEMAP_OK) return outcome;
    }
    return {};
  });
}

template <class T>
rulemap_status sink_case_open(void* instance, const rulemap_case* of,
                              rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(T t, const Case& c) { t.case_open(c); }) {
      return object<T>(instance).case_open(Case(*of));
    } else {
      return {};
    }
  });
}

template <class T>
rulemap_status sink_case_close(void* instance, const rulemap_case* of, rulemap_receipts* abi,
                               rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(T t, const Case& c, Receipts& r) { t.case_close(c, r); }) {
      Receipts receipts(abi);
      return object<T>(instance).case_close(Case(*of), receipts);
    } else {
      return {};
    }
  });
}

template <class T>
struct SinkOf {
  static constexpr rulemap_sink kAbi{sizeof(rulemap_sink),
                                     &Describe<T>::kDescriptor,
                                     validate<T>,
                                     adapter::fields<T>,
                                     create<T>,
                                     start<T>,
                                     sink_case_open<T>,
                                     write<T>,
                                     sink_case_close<T>,
                                     stop<T>,
                                     destroy<T>,
                                     extension<T>};
};

}  // namespace adapter
}  // namespace rulemap
