#include "plan/sink_builder.h"

#include <algorithm>
#include <filesystem>

#include "plan/beside.h"
#include "plan/part_lookup.h"
#include "plan/policies.h"

namespace rulemap::engine {
namespace {

// The dead letters of the last run are not lost with the next one, unless the file says so; those
// that are replayed never are.
void add_to_what_is_there(const rulemap_descriptor& about, const BlockFile& block, bool replays,
                          host::ConfigValues& values) {
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    const std::string_view name = about.options[i]->name;
    if (name != "append" && name != "once") continue;
    if (!block.with.find(name) || replays) (void)values.set(i, "true");
  }
}

// A replay may be for another sink alone.
bool takes_part(const Planning& planning, const SinkFile& block) {
  if (!planning.replay || block.id.text == planning.replay->from) return true;
  const auto& sinks = planning.file.sinks;
  return std::none_of(sinks.begin(), sinks.end(),
                      [&](const SinkFile& each) { return each.id.text == planning.replay->from; });
}

// Its few records in place of those of the run would be a loss.
void write_beside(Planning& planning, const rulemap_descriptor& about, const SinkFile& block,
                  const std::string& what, host::ConfigValues& values, SinkPlan& out) {
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    const rulemap_option& option = *about.options[i];
    const std::vector<std::string> paths = values.paths(i);
    if (paths.empty() || paths[0] == "-" || option.flags & RULEMAP_OPTION_INPUT) continue;
    if (option.flags & RULEMAP_OPTION_OUTPUT) {
      const std::string other = beside(paths[0]);
      if (other == paths[0]) continue;
      (void)values.set(i, other);
      out.left_as_they_are.push_back(paths[0]);
      continue;
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(paths[0], ignored)) continue;
    const yaml::Node* at = block.with.find(option.name);
    planning.problem(at ? at->place : block.use.place, at ? at->text.size() : 1,
                     what + " may overwrite `" + paths[0] + "`: " + about.id +
                         " does not say whether it reads or writes `" + option.name + "`",
                     "replay", "move the file away, or mark the option with .output() or .input()");
  }
}

std::optional<SinkPlan> make(Planning& planning, const SinkFile& block, const std::string& what,
                             const FieldScope* scope) {
  SinkPlan out;
  out.id = block.id.text;
  out.use = block.use.text;
  if (scope) out.when = planning.condition(block.when, *scope);
  out.on_error = error_policy(block.on_error, planning.file.on_error, false);
  out.memory = queue_bytes(block.limits, planning.file.limits);
  const rulemap_sink* abi = find_sink(planning, block);
  if (!abi) return std::nullopt;
  auto values = planning.options(block, what, *abi->about);
  if (!scope) {
    add_to_what_is_there(*abi->about, block, planning.replay != nullptr, *values);
  } else if (planning.replay && takes_part(planning, block)) {
    write_beside(planning, *abi->about, block, what, *values, out);
  }
  out.door =
      &planning.world.door(planning.plan.name, out.id, block.use.text, planning.http_settings(block, nullptr));
  out.instance = std::make_unique<host::SinkInstance>(
      *abi, std::move(values), planning.lend(*out.door), planning.plan.fields);
  planning.create(*out.instance, block, what);
  return out;
}

}  // namespace

std::optional<SinkPlan> make_sink(Planning& planning, const SinkFile& block,
                                  const FieldScope& scope) {
  const std::string what = "sink `" + block.id.text + "`";
  planning.check_id(block.id, what);
  return make(planning, block, what, &scope);
}

std::optional<SinkPlan> make_dead_letter(Planning& planning, const SinkFile& block) {
  return make(planning, block, "dead_letter", nullptr);
}

}  // namespace rulemap::engine
