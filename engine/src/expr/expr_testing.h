// A small world for the tests of expressions: fields by name, and a record of them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "expr.h"

namespace rulemap::expr {

class TestScope : public Scope {
 public:
  TestScope& with(const std::string& path, Type type, std::string_view choices = {}) {
    fields_[path] = {static_cast<uint32_t>(fields_.size()), type, choices};
    return *this;
  }
  TestScope& with_constant(const std::string& path, Value value) {
    constants_[path] = value;
    return *this;
  }

  std::optional<FieldInfo> field(std::string_view path) const override {
    const auto found = fields_.find(std::string(path));
    if (found == fields_.end()) return std::nullopt;
    return found->second;
  }
  std::optional<Value> constant(std::string_view path) const override {
    const auto found = constants_.find(std::string(path));
    if (found == constants_.end()) return std::nullopt;
    return found->second;
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const auto& [name, info] : fields_) names.push_back(name);
    for (const auto& [name, value] : constants_) names.push_back(name);
    return names;
  }

 private:
  std::map<std::string, FieldInfo> fields_;
  std::map<std::string, Value> constants_;
};

// One of every type, and what pipelines really name.
inline TestScope everything() {
  TestScope scope;
  scope.with("ioc.type", Type::text)
      .with("ioc.value", Type::text)
      .with("ioc.private", Type::boolean)
      .with("ioc.port", Type::integer)
      .with("vt", Type::object)
      .with("vt.malicious", Type::integer)
      .with("vt.score", Type::number)
      .with("vt.first_seen", Type::time)
      .with("vt.lag", Type::duration)
      .with("tags", Type::list)
      .with("extra", Type::any)
      .with_constant("vars.min_hits", Value::of_integer(5))
      .with_constant("vars.kind", Value::of_text("sha256"))
      .with_constant("vars.strict", Value::of_boolean(true))
      .with_constant("vars.ratio", Value::of_number(0.5));
  return scope;
}

class TestList : public List {
 public:
  explicit TestList(std::vector<Value> values) : values_(std::move(values)) {}
  size_t size() const override { return values_.size(); }
  Value at(size_t index) const override { return values_[index]; }

 private:
  std::vector<Value> values_;
};

// Fields that were never set are missing.
class TestCells : public Cells {
 public:
  explicit TestCells(const Scope& scope) : scope_(scope) {}

  TestCells& set(std::string_view path, Value value) {
    values_[scope_.field(path)->slot] = value;
    return *this;
  }
  TestCells& set_list(std::string_view path, std::vector<Value> values) {
    lists_.push_back(std::make_unique<TestList>(std::move(values)));
    return set(path, Value::of_list(*lists_.back()));
  }
  Value read(uint32_t slot) const override {
    const auto found = values_.find(slot);
    return found == values_.end() ? Value{} : found->second;
  }

 private:
  const Scope& scope_;
  std::map<uint32_t, Value> values_;
  std::vector<std::unique_ptr<TestList>> lists_;
};

// All that is wrong, one line a problem: `offset+length code: message [hint]`.
inline std::string told(const Problems& problems) {
  std::string all;
  for (const Problem& p : problems) {
    all += std::to_string(p.offset) + "+" + std::to_string(p.length) + " " + std::string(p.code) +
           ": " + p.message + (p.hint.empty() ? "" : " [" + p.hint + "]") + "\n";
  }
  return all;
}

inline std::string told(const Compiled& compiled) {
  return compiled.ok() ? "" : told(compiled.problems());
}

}  // namespace rulemap::expr
