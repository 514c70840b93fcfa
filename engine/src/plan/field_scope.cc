#include "plan/field_scope.h"

#include <algorithm>

#include "rulemap/abi/batch.h"
#include "rulemap/host/options.h"

namespace rulemap::engine {
namespace {

expr::Type type_of(std::uint32_t field_type) {
  switch (field_type) {
    case RULEMAP_FIELD_BOOL:
      return expr::Type::boolean;
    case RULEMAP_FIELD_INT:
      return expr::Type::integer;
    case RULEMAP_FIELD_FLOAT:
      return expr::Type::number;
    case RULEMAP_FIELD_TEXT:
      return expr::Type::text;
    case RULEMAP_FIELD_TIME:
      return expr::Type::time;
    case RULEMAP_FIELD_LIST:
      return expr::Type::list;
    case RULEMAP_FIELD_OBJECT:
      return expr::Type::object;
    default:
      return expr::Type::any;
  }
}

// The words of both, each once; empty where one of them may be any.
std::string choices_of_both(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == b) return a == b ? a : "";
  std::string out = a;
  for (std::size_t at = 0; at <= b.size();) {
    const std::size_t bar = std::min(b.find('|', at), b.size());
    const std::string word = b.substr(at, bar - at);
    if (!host::is_choice(out, word)) out += "|" + word;
    at = bar + 1;
  }
  return out;
}

}  // namespace

void FieldScope::write(std::string_view name, Writer writer) {
  const auto [at, is_new] = writers_.try_emplace(std::string(name), writer);
  // What the host says of a field of its own holds for all who write it.
  if (is_new || at->second.step.empty()) return;
  at->second.choices = choices_of_both(at->second.choices, writer.choices);
}

std::optional<expr::FieldInfo> FieldScope::field(std::string_view path) const {
  if (const auto found = writers_.find(path); found != writers_.end()) {
    return expr::FieldInfo{table_.intern(path), type_of(found->second.type), found->second.choices};
  }
  const std::string prefix = std::string(path) + ".";
  const auto group = writers_.lower_bound(prefix);
  if (group == writers_.end() || !group->first.starts_with(prefix)) return std::nullopt;
  return expr::FieldInfo{table_.intern(prefix + "*") | kGroupSlot, expr::Type::object};
}

std::optional<expr::Value> FieldScope::constant(std::string_view path) const {
  if (!path.starts_with("vars.")) return std::nullopt;
  const Constant* found = variables_.find(path.substr(5));
  if (!found) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(found)) return expr::Value::of_text(*text);
  if (const auto* flag = std::get_if<bool>(found)) return expr::Value::of_boolean(*flag);
  if (const auto* whole = std::get_if<std::int64_t>(found)) return expr::Value::of_integer(*whole);
  return expr::Value::of_number(std::get<double>(*found));
}

std::vector<std::string> FieldScope::names() const {
  std::vector<std::string> out = variables_.names();
  for (const auto& each : writers_) out.push_back(each.first);
  return out;
}

}  // namespace rulemap::engine
