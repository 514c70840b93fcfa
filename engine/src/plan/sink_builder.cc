#include "plan/sink_builder.h"

#include "plan/part_lookup.h"
#include "plan/policies.h"

namespace rulemap::engine {
namespace {

// The dead letters of the last run are not lost with the next one, unless the file says so.
void add_to_what_is_there(const rulemap_descriptor& about, const BlockFile& block,
                          host::ConfigValues& values) {
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    const std::string_view name = about.options[i]->name;
    if (name != "append" && name != "once") continue;
    if (!block.with.find(name)) (void)values.set(i, "true");
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
  if (!scope) add_to_what_is_there(*abi->about, block, *values);
  out.door =
      &planning.world.door(planning.plan.name, out.id, planning.http_settings(block, {}, false));
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
