// core.set: writes constants into fields.
#pragma once

#include <vector>

#include "rulemap/sdk/step.h"

namespace rulemap::engine {

class SetStep final : public Step<SetStep> {
 public:
  static constexpr Label label{.id = "core.set",
                               .summary = "Writes constants into fields.",
                               .label = "mapper",
                               .flags = RULEMAP_FLAG_PURE};
  struct Config {
    Rest fields;
  };
  static constexpr auto options =
      rulemap::options(option("*", &Config::fields, "A field, and the constant that it gets"));

  static void fields(const Config& config, FieldSet& set) {
    for (auto [name, value] : config.fields.object.members()) set.writes(name, type_of(value));
  }
  explicit SetStep(const Config& config) {
    for (auto [name, value] : config.fields.object.members()) values_.emplace_back(value);
  }
  void process(Row row) {
    for (std::uint32_t i = 0; i < values_.size(); ++i) row.set(Column{i}, values_[i].value());
  }

 private:
  // A constant, owned: the configuration is only lent to the constructor.
  class Constant {
   public:
    explicit Constant(Doc value) : cell_(value.value()), text_(value.text().value_or("")) {}
    Value value() const { return cell_.kind == RULEMAP_TEXT ? Value(text_) : Value(cell_); }

   private:
    rulemap_value cell_;
    std::string text_;
  };
  static std::uint32_t type_of(Doc value) {
    switch (value.value().kind) {
      case RULEMAP_BOOL:
        return RULEMAP_FIELD_BOOL;
      case RULEMAP_INT:
        return RULEMAP_FIELD_INT;
      case RULEMAP_FLOAT:
        return RULEMAP_FIELD_FLOAT;
      default:
        return RULEMAP_FIELD_TEXT;
    }
  }

  std::vector<Constant> values_;
};

}  // namespace rulemap::engine
