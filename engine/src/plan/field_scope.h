// The fields that are written above one place of a pipeline, for `when` and field options.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/variables.h"
#include "expr/scope.h"
#include "rulemap/host/record.h"

namespace rulemap::engine {

// A slot with this bit is a group: `exists(vt)` asks for any field that begins with "vt.".
inline constexpr std::uint32_t kGroupSlot = 0x80000000u;

struct Writer {
  std::uint32_t type;
  std::string step;  // empty: the host
  std::uint32_t line;
  std::string choices = {};  // "a|b": the only values that are written; empty: any
};

class FieldScope final : public expr::Scope {
 public:
  FieldScope(host::FieldTable& table, const Variables& variables)
      : table_(table), variables_(variables) {}

  // Of several writers the first one counts; its field may get the values of all.
  void write(std::string_view name, Writer writer);
  // The fields of another scope besides one's own: after a route, those of its branches.
  void join(const FieldScope& other) {
    for (const auto& [name, writer] : other.writers_) write(name, writer);
  }
  const std::map<std::string, Writer, std::less<>>& writers() const { return writers_; }

  std::optional<expr::FieldInfo> field(std::string_view path) const override;
  std::optional<expr::Value> constant(std::string_view path) const override;
  std::vector<std::string> names() const override;

 private:
  host::FieldTable& table_;
  const Variables& variables_;
  std::map<std::string, Writer, std::less<>> writers_;
};

}  // namespace rulemap::engine
