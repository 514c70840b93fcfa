// Base class for steps. A whole step:
//
//   class Shout final : public rulemap::Step<Shout> {
//    public:
//     static constexpr rulemap::Label label{.id = "acme.shout", .summary = "Says it louder."};
//     static constexpr auto reads = rulemap::fields(rulemap::field::text("ioc.value"));
//     static constexpr auto writes = rulemap::fields(rulemap::field::text("acme.shout"));
//     void process(Row row) { row.set("acme.shout", std::string(row.text("ioc.value")) + "!"); }
//   };
//   RULEMAP_PLUGIN(Shout)
//
// Optional members, found by the compiler: Config and options (config.h); a constructor (Config) or
// (Config, rulemap::Host); static Result<void> validate(const Config&); static void fields(const
// Config&, FieldSet&) instead of reads and writes; Result<void> start() and stop(); process
// may return Outcome. With `case_close(const Case&, CaseWriter)` it is a case step (abi/step.h).
// Calls come one at a time unless label.threads says otherwise.
#pragma once

#include "rulemap/sdk/adapter.h"
#include "rulemap/sdk/live.h"
#include "rulemap/sdk/row.h"

namespace rulemap {

template <class Self>
class Step {
 public:
  using Row = rulemap::Row<Self>;
};

// What a case step may do when its case closes.
class CaseWriter {
 public:
  explicit CaseWriter(rulemap_writer* writer) : writer_(writer) {}
  // `from` ends; `into` goes on with the fields of both. Ids as Row::id() gave them.
  void merge(std::uint64_t into, std::uint64_t from) { writer_->merge(writer_, into, from); }

 private:
  rulemap_writer* writer_;
};

namespace adapter {

template <class T>
inline constexpr bool kIsCaseStep = requires(T t, const Case& of, CaseWriter writer) {
  t.case_close(of, writer);
};

// An exception is the row's failure, not that of the rows beside it.
template <class T>
Outcome process_row(T& step, Row<T> row) {
  try {
    if constexpr (std::is_void_v<decltype(step.process(row))>) {
      step.process(row);
      return {};
    } else {
      return step.process(row);
    }
  } catch (const std::exception& thrown) {
    row.retry(thrown.what());
    return {};
  }
}

template <class T>
rulemap_status process(void* instance, const rulemap_batch* batch, rulemap_writer* writer,
                       rulemap_error* error) noexcept {
  auto* self = static_cast<Instance<T>*>(instance);
  for (std::uint32_t i = 0; i < batch->rows; ++i) {
    const rulemap_status status = guarded(error, [&]() -> Outcome {
      return process_row(self->object, Row<T>(self->host, batch, i, writer));
    });
    if (status != RULEMAP_OK) return status;
  }
  return RULEMAP_OK;
}

template <class T>
rulemap_status step_case_open(void* instance, const rulemap_case* of,
                              rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(T t, const Case& c) { t.case_open(c); }) {
      object<T>(instance).case_open(Case(*of));
    }
    return {};
  });
}

template <class T>
rulemap_status step_case_close(void* instance, const rulemap_case* of, rulemap_writer* writer,
                               rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (kIsCaseStep<T>) object<T>(instance).case_close(Case(*of), CaseWriter(writer));
    return {};
  });
}

template <class T>
struct StepOf {
  using Description = Describe<T, kIsCaseStep<T> ? RULEMAP_FLAG_CASES : 0>;
  static constexpr rulemap_step kAbi{sizeof(rulemap_step),
                                     &Description::kDescriptor,
                                     validate<T>,
                                     adapter::fields<T>,
                                     create<T>,
                                     start<T>,
                                     process<T>,
                                     stop<T>,
                                     destroy<T>,
                                     step_case_open<T>,
                                     step_case_close<T>,
                                     extension<T>};
};

}  // namespace adapter
}  // namespace rulemap
