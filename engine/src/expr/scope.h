// What an expression may name (Scope, when it is compiled) and where it reads (Cells, when it is
// evaluated).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value.h"

namespace rulemap::expr {

struct FieldInfo {
  uint32_t slot;  // handed back to Cells::read
  Type type;
  std::string_view choices = {};  // "a|b": the only values of a text; empty: any. Borrowed
};

// The names known at one place of a pipeline. Used only while compiling.
class Scope {
 public:
  virtual ~Scope() = default;

  // A field that the source or an earlier step writes; nothing if there is none at this path.
  virtual std::optional<FieldInfo> field(std::string_view path) const = 0;

  // The value of `vars.NAME`, fixed before the run; its text is copied. Nothing if unknown.
  virtual std::optional<Value> constant(std::string_view path) const = 0;

  // All field paths and `vars.` paths, to guess from when a name is unknown.
  virtual std::vector<std::string> names() const = 0;
};

// The fields of one record.
class Cells {
 public:
  virtual ~Cells() = default;

  // The value in a slot that the Scope gave out; missing where the record has none. Borrowed until
  // the evaluation ends.
  virtual Value read(uint32_t slot) const = 0;
};

}  // namespace rulemap::expr
