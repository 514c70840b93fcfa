#include "technique_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "rulemap/ids/attack.h"

extern "C" const char rulemap_attack_techniques[];
extern "C" const char rulemap_attack_techniques_end[];

namespace rulemap::attack_map {
namespace {

constexpr std::size_t kColumns = 7;

// What stands before the next `separator`, which is taken off `text` along with it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

std::optional<KnownTechnique> from_line(std::string_view line) {
  if (std::count(line.begin(), line.end(), '\t') != kColumns - 1) return std::nullopt;
  std::array<std::string_view, kColumns> columns;
  for (std::string_view& column : columns) column = take(line, '\t');
  const auto [id, name, uuid, tactics, parent, revoked, successor] = columns;
  if (!ids::is_technique_id(id) || name.empty()) return std::nullopt;
  KnownTechnique out;
  out.id = id;
  out.name = name;
  out.cluster = out.name + " - " + out.id;
  for (std::string_view left = tactics; !left.empty();) out.tactics.emplace_back(take(left, ','));
  std::sort(out.tactics.begin(), out.tactics.end());
  if (revoked == "1") out.successor = successor;
  return out;
}

bool by_id(const KnownTechnique& a, const KnownTechnique& b) { return a.id < b.id; }
bool same_id(const KnownTechnique& a, const KnownTechnique& b) { return a.id == b.id; }

}  // namespace

TechniqueTable::TechniqueTable(std::vector<KnownTechnique> all) : all_(std::move(all)) {
  std::stable_sort(all_.begin(), all_.end(), by_id);
  all_.erase(std::unique(all_.begin(), all_.end(), same_id), all_.end());
}

const KnownTechnique* TechniqueTable::find(std::string_view id) const {
  const auto found = std::lower_bound(
      all_.begin(), all_.end(), id,
      [](const KnownTechnique& each, std::string_view of) { return each.id < of; });
  return found != all_.end() && found->id == id ? &*found : nullptr;
}

const KnownTechnique* TechniqueTable::current(std::string_view id) const {
  const KnownTechnique* const start = find(id);
  const KnownTechnique* at = start;
  // A walk of more steps than there are techniques has come by one of them twice.
  for (std::size_t steps = 0; at; ++steps) {
    if (steps > all_.size()) return start;
    const KnownTechnique* const next = at->successor.empty() ? nullptr : find(at->successor);
    if (!next) return at;
    at = next;
  }
  return nullptr;
}

Result<TechniqueTable> table_from_tsv(std::string_view text) {
  std::vector<KnownTechnique> all;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = take(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (ids::is_tactic_id(line.substr(0, line.find('\t')))) continue;
    auto technique = from_line(line);
    if (!technique) {
      return Error{
          "a technique is an id such as T1055.001, a name and five more columns, with tabs "
          "between them",
          "line " + std::to_string(number)};
    }
    all.push_back(std::move(*technique));
  }
  return TechniqueTable(std::move(all));
}

Result<TechniqueTable> compiled_in_table() {
  return table_from_tsv({rulemap_attack_techniques, rulemap_attack_techniques_end});
}

std::string_view parent(const KnownTechnique& technique) {
  const std::string_view above = ids::parent_of(technique.id);
  return above == technique.id ? std::string_view{} : above;
}

}  // namespace rulemap::attack_map
