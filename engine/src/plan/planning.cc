#include "plan/planning.h"

#include <algorithm>

#include "config/block_reader.h"
#include "gate/marking.h"
#include "plan/options_reader.h"
#include "plan/unknown_field.h"
#include "record/vocabulary.h"

namespace rulemap::engine {
namespace {

constexpr std::int64_t kFreshMs = 7 * std::int64_t{86'400'000};  // so old a cached answer may be

}  // namespace

void Planning::problem(yaml::Place place, std::size_t length, std::string message, std::string code,
                       std::string hint, Severity severity) {
  report(diagnostics, place, length, std::move(message), std::move(code), std::move(hint),
         severity);
}

void Planning::check_id(const Written& id, const std::string& what) {
  if (id.empty()) return;
  const auto [first, is_new] = ids.emplace(id.text, id.place);
  if (is_new) return;
  problem(id.place, id.text.size(),
          what + " has the same id as another block, at line " + std::to_string(first->second.line),
          "duplicate-id");
}

std::string Planning::checked_mark(const Written& written, const std::string& key, Scale words) {
  if (written.empty()) return "";
  if (rank_of(written.text, words)) return written.text == "white" ? "clear" : written.text;
  std::string choices;
  for (const std::string_view each : words) (choices += choices.empty() ? "" : "|") += each;
  problem(written.place, written.text.size(),
          "`" + key + "` is one of " + host::choices_text(choices), "value",
          guess(written.text, {words.begin(), words.end()}));
  return "";
}

std::optional<Condition> Planning::condition(const Written& when, const FieldScope& scope,
                                             expr::Expect expect) {
  if (when.empty()) return std::nullopt;
  expr::Compiled compiled = expr::compile(when.text, scope, expect);
  if (compiled.ok()) return Condition{when.text, std::move(compiled).program()};
  for (const expr::Problem& each : compiled.problems()) {
    // What an unknown plugin would have written, nobody can say.
    const std::string name = when.text.substr(each.offset, each.length);
    const bool may_be_its = each.code == "field" && unknown_part && !is_misspelt_neutral(name);
    if (!may_be_its) expression_problem(when, scope, each);
  }
  return std::nullopt;
}

void Planning::expression_problem(const Written& when, const FieldScope& scope,
                                  const expr::Problem& found) {
  yaml::Place place = when.place;
  const auto before = std::string_view(when.text).substr(0, found.offset);
  place.column += static_cast<std::uint32_t>(
      std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xc0) != 0x80; }));
  if (when.quoted) ++place.column;
  UnknownField said{found.message, found.hint};
  const std::string name = when.text.substr(found.offset, found.length);
  const bool is_about_a_name = found.code == "field" && !name.starts_with("vars.");
  if (is_about_a_name && (is_field_of_records(name, later) || said.hint.empty())) {
    said = unknown_field(name, scope.names(), later);
  }
  if (said.hint.empty() && name.starts_with("lookup.")) said.hint = who_looks_up(name.substr(7));
  problem(place, found.length, said.message, std::string(found.code), said.hint);
}

// The step that asks this provider; empty: no plugin has one.
std::string Planning::who_looks_up(const std::string& provider) const {
  for (const PluginInfo& each : registry.plugins()) {
    for (std::uint32_t i = 0; i < each.entry->step_count; ++i) {
      const rulemap_descriptor& about = *each.entry->steps[i]->about;
      if (about.provider && provider == about.provider) {
        return "a step of `use: " + std::string(about.id) + "` does";
      }
    }
  }
  return "";
}

std::unique_ptr<host::ConfigValues> Planning::options(const BlockFile& block,
                                                      const std::string& what,
                                                      const rulemap_descriptor& about) {
  return read_options(block, what, about, variables, base_folder, diagnostics);
}

HttpSettings Planning::http_settings(const BlockFile& block,
                                     std::shared_ptr<const GatePolicy> gate) {
  HttpSettings out;
  out.rates = block.limits.rates.empty() ? file.limits.rates : block.limits.rates;
  out.timeout_ms = block.limits.timeout_ms.value_or(file.limits.timeout_ms.value_or(30'000));
  const auto fresh = block.limits.fresh_ms ? block.limits.fresh_ms : file.limits.fresh_ms;
  if (gate) out.fresh_ms = fresh.value_or(kFreshMs);
  out.gate = std::move(gate);
  return out;
}

host::Lent Planning::lend(const Door& door) const {
  host::Lent out = world.lend(door);
  out.program = program;
  return out;
}

void Planning::refused(const Error& why, const BlockFile& block, const std::string& what) {
  const yaml::Node* at = block.with.find(why.where);
  const yaml::Place place = at ? at->place : block.use.place;
  problem(place, at ? at->text.size() : block.use.text.size(),
          what + ": " + world.secrets().redacted(why.message), "config");
}

}  // namespace rulemap::engine
