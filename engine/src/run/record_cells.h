// A record as expressions read it.
#pragma once

#include <deque>

#include "expr/scope.h"
#include "plan/field_scope.h"
#include "rulemap/host/record.h"

namespace rulemap::engine {

class RecordCells final : public expr::Cells {
 public:
  RecordCells(const host::Record& record, const host::FieldTable& fields)
      : record_(record), fields_(fields) {}

  expr::Value read(std::uint32_t slot) const override {
    if (slot & kGroupSlot) return group(fields_.name(slot & ~kGroupSlot));
    const host::Json* found = record_.get(slot);
    return found ? value_of(*found) : expr::Value{};
  }

 private:
  class JsonList final : public expr::List {
   public:
    JsonList(const host::Json& list, const RecordCells& cells) : list_(list), cells_(cells) {}
    std::size_t size() const override { return list_.Size(); }
    expr::Value at(std::size_t index) const override {
      return cells_.value_of(list_[static_cast<rapidjson::SizeType>(index)]);
    }

   private:
    const host::Json& list_;
    const RecordCells& cells_;
  };

  expr::Value value_of(const host::Json& json) const {
    if (json.IsString()) return expr::Value::of_text(host::view_of(json));
    if (json.IsBool()) return expr::Value::of_boolean(json.GetBool());
    if (json.IsInt64()) return expr::Value::of_integer(json.GetInt64());
    if (json.IsNumber()) return expr::Value::of_number(json.GetDouble());
    if (json.IsObject()) return expr::Value::of_object();
    if (!json.IsArray()) return {};
    lists_.emplace_back(json, *this);
    return expr::Value::of_list(lists_.back());
  }
  // name: "vt.*"; there where any field of the group is.
  expr::Value group(std::string_view name) const {
    const std::string_view prefix = name.substr(0, name.size() - 1);
    for (std::uint32_t slot = 0; slot < record_.slots(); ++slot) {
      if (record_.get(slot) && fields_.name(slot).starts_with(prefix)) {
        return expr::Value::of_object();
      }
    }
    return {};
  }

  const host::Record& record_;
  const host::FieldTable& fields_;
  mutable std::deque<JsonList> lists_;  // live as long as one evaluation
};

}  // namespace rulemap::engine
