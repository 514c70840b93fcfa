// The fields that a step reads and writes, known to the compiler: a misspelt field in
// row.text("...") does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "rulemap/abi/batch.h"

namespace rulemap {

struct Field {
  const char* name;
  std::uint32_t type;
  const char* choices = "";

  // "known|unknown": the only values of a text that is written. A condition with another one is
  // said to be a mistake.
  constexpr Field one_of(const char* values) const { return {name, type, values}; }
};

namespace field {
constexpr Field any(const char* name) { return {name, RULEMAP_FIELD_ANY}; }
constexpr Field boolean(const char* name) { return {name, RULEMAP_FIELD_BOOL}; }
constexpr Field integer(const char* name) { return {name, RULEMAP_FIELD_INT}; }
constexpr Field number(const char* name) { return {name, RULEMAP_FIELD_FLOAT}; }
constexpr Field text(const char* name) { return {name, RULEMAP_FIELD_TEXT}; }
constexpr Field time(const char* name) { return {name, RULEMAP_FIELD_TIME}; }
constexpr Field list(const char* name) { return {name, RULEMAP_FIELD_LIST}; }
constexpr Field object(const char* name) { return {name, RULEMAP_FIELD_OBJECT}; }
}  // namespace field

// static constexpr auto reads = rulemap::fields(field::text("ioc.value"), ...);
template <class... Fields>
constexpr std::array<Field, sizeof...(Fields)> fields(Fields... each) {
  return {each...};
}
inline constexpr std::array<Field, 0> kNoFields{};

// A column by its number, for steps whose fields depend on their configuration.
struct Column {
  std::uint32_t number;
};

// The column of `name`. In a constant expression an unknown name is a compile error.
template <std::size_t N>
constexpr std::uint32_t column_of(const std::array<Field, N>& fields, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (name == fields[i].name) return static_cast<std::uint32_t>(i);
  }
  throw "this field is not among the step's reads or writes";
}

// Tells the host the fields of one instance, where they depend on its configuration.
class FieldSet {
 public:
  explicit FieldSet(rulemap_fields* abi) : abi_(abi) {}
  Column reads(std::string_view name, std::uint32_t type = RULEMAP_FIELD_ANY) {
    abi_->reads(abi_, {name.data(), name.size()}, type);
    return {reads_++};
  }
  Column writes(std::string_view name, std::uint32_t type, std::string_view choices = {}) {
    abi_->writes(abi_, {name.data(), name.size()}, type);
    // A host of an older edition has no such function.
    if (!choices.empty() && abi_->size > offsetof(rulemap_fields, one_of)) {
      abi_->one_of(abi_, {name.data(), name.size()}, {choices.data(), choices.size()});
    }
    return {writes_++};
  }

 private:
  rulemap_fields* abi_;
  std::uint32_t reads_ = 0;
  std::uint32_t writes_ = 0;
};

}  // namespace rulemap
