// Base class for sources. A whole source:
//
//   class Three final : public rulemap::Source<Three> {
//    public:
//     static constexpr rulemap::Label label{.id = "acme.three", .summary = "Gives three numbers."};
//     static constexpr auto writes = rulemap::fields(rulemap::field::integer("acme.n"));
//     rulemap::Outcome poll(Emitter out) {
//       for (int n : {1, 2, 3}) out.row().set("acme.n", n);
//       return rulemap::Outcome::end();
//     }
//   };
//
// Optional members: as in step.h, and void done(std::string_view checkpoint). The host adds kind,
// id, case.*, tlp and pap to each row.
#pragma once

#include "rulemap/abi/source.h"
#include "rulemap/sdk/adapter.h"
#include "rulemap/sdk/live.h"
#include "rulemap/sdk/row.h"

namespace rulemap {

struct Place {
  std::string_view file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

template <class Self>
class NewRow {
 public:
  using Out = typename RowWriter<Self>::Out;
  NewRow(rulemap_emitter* emitter, std::uint32_t row) : emitter_(emitter), row_(row) {}

  NewRow& set(Out out, const Value& value) {
    emitter_->set(emitter_, row_, out.column, value.cell());
    return *this;
  }
  EntryBuilder append(Out list) {
    return EntryBuilder(emitter_->append(emitter_, row_, list.column));
  }
  // A plain text, such as one of `tags`; what the list holds already is not added again.
  NewRow& add_text(Out list, std::string_view text) {
    append(list).value(text);
    return *this;
  }

 private:
  rulemap_emitter* emitter_;
  std::uint32_t row_;
};

template <class Self>
class Emitter {
 public:
  explicit Emitter(rulemap_emitter* abi) : abi_(abi) {}

  NewRow<Self> row() { return NewRow<Self>(abi_, abi_->row(abi_)); }
  // A token that is no row; why: what is wrong with it and what would be right.
  void refuse(const Place& place, std::string_view original, std::string_view why) {
    abi_->refuse(abi_, {rulemap::text(place.file), place.line, place.column},
                 rulemap::text(original), rulemap::text(why));
  }
  void checkpoint(std::string_view text) { abi_->checkpoint(abi_, rulemap::text(text)); }

 private:
  rulemap_emitter* abi_;
};

template <class Self>
class Source {
 public:
  using Emitter = rulemap::Emitter<Self>;
};

namespace adapter {

template <class T>
rulemap_status poll(void* instance, rulemap_emitter* emitter, rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome { return object<T>(instance).poll(Emitter<T>(emitter)); });
}

template <class T>
rulemap_status done(void* instance, rulemap_text checkpoint, rulemap_error* error) noexcept {
  return guarded(error, [&]() -> Outcome {
    if constexpr (requires(T t) { t.done(std::string_view{}); }) {
      object<T>(instance).done(view(checkpoint));
    }
    return {};
  });
}

template <class T>
struct SourceOf {
  static constexpr rulemap_source kAbi{sizeof(rulemap_source),
                                       &Describe<T>::kDescriptor,
                                       validate<T>,
                                       adapter::fields<T>,
                                       create<T>,
                                       start<T>,
                                       poll<T>,
                                       done<T>,
                                       stop<T>,
                                       destroy<T>,
                                       extension<T>};
};

}  // namespace adapter
}  // namespace rulemap
