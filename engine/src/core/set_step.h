// core.set: writes constants into fields; texts of a list field are added to it.
#pragma once

#include <string>
#include <vector>

#include "core/settable.h"
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
  static constexpr auto options = rulemap::options(
      option("*", &Config::fields,
             "A field, and the constant that it gets; a list is added to the field"));

  static Result<void> validate(const Config& config) {
    Error all{"", ""};
    for (auto [name, value] : config.fields.object.members()) {
      const std::string why = why_not_settable(name, value);
      if (why.empty()) continue;
      if (all.where.empty()) all.where = name;
      all.message += (all.message.empty() ? "" : "; ") + why;
    }
    if (all.message.empty()) return {};
    return all;
  }
  static void fields(const Config& config, FieldSet& set) {
    for (auto [name, value] : config.fields.object.members()) {
      set.writes(name, type_of(name, value));
    }
  }
  explicit SetStep(const Config& config) {
    for (auto [name, value] : config.fields.object.members()) {
      fields_.emplace_back(value, is_list_of_texts(name, value));
    }
  }
  void process(Row row) {
    for (std::uint32_t i = 0; i < fields_.size(); ++i) {
      const Constant& of = fields_[i];
      if (!of.is_list) row.set(Column{i}, of.value());
      for (const std::string& each : of.texts) row.add_text(Column{i}, each);
    }
  }

 private:
  // A constant, owned: the configuration is only lent to the constructor.
  struct Constant {
    Constant(Doc value, bool list) : is_list(list), cell(value.value()) {
      if (is_list && value.is_list()) {
        for (Doc each : value) texts.emplace_back(each.text().value_or(""));
      } else if (is_list) {
        texts.emplace_back(value.text().value_or(""));
      } else {
        text = value.text().value_or("");
      }
    }
    Value value() const { return cell.kind == RULEMAP_TEXT ? Value(text) : Value(cell); }

    bool is_list;
    rulemap_value cell;
    std::string text;
    std::vector<std::string> texts;  // of a list
  };
  static std::uint32_t type_of(std::string_view name, Doc value) {
    if (is_list_of_texts(name, value)) return RULEMAP_FIELD_LIST;
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

  std::vector<Constant> fields_;
};

}  // namespace rulemap::engine
