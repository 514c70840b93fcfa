#include "plan/replay_plan.h"

#include <algorithm>

#include "config/block_reader.h"
#include "rulemap/host/options.h"

namespace rulemap::engine {
namespace {

constexpr char kReader[] = "table.jsonl";

void problem(Diagnostics& diagnostics, std::string message, std::string hint) {
  report(diagnostics, {}, 0, std::move(message), "replay", std::move(hint));
}

// Rows begin at a step, or are for one sink alone.
void begin_at(Plan& plan, const std::string& from, Diagnostics& diagnostics) {
  if (from.empty()) return;
  std::vector<std::string> ids;
  for (StepNumber i = 0; i < plan.steps.size(); ++i) {
    if (plan.steps[i].id == from) {
      plan.first_step = i;
      return;
    }
    ids.push_back(plan.steps[i].id);
  }
  const auto is_other = [&](const SinkPlan& each) { return each.id != from; };
  for (const SinkPlan& each : plan.sinks) ids.push_back(each.id);
  if (std::all_of(plan.sinks.begin(), plan.sinks.end(), is_other)) {
    return problem(diagnostics, "the pipeline has neither a step nor a sink `" + from + "`",
                   guess(from, ids));
  }
  plan.first_step = kToSinks;
  std::erase_if(plan.sinks, is_other);
}

std::unique_ptr<host::ConfigValues> options_of(const rulemap_source& reader,
                                               const ReplayedRecords& replay, const Plan& plan) {
  auto out = std::make_unique<host::ConfigValues>(*reader.about, "");
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < plan.fields.size(); ++i) {
    const std::string& name = plan.fields.name(i);
    // Once it goes on it is given up no longer.
    if (!name.ends_with('*') && name != "dead_letter") names.push_back(name);
  }
  for (std::uint32_t i = 0; i < reader.about->option_count; ++i) {
    const std::string_view name = reader.about->options[i]->name;
    if (name == "path") (void)out->set(i, replay.path);
    if (name == "fields") (void)out->set_list(i, names);
  }
  (void)out->complete();
  return out;
}

}  // namespace

void replay_records(Plan& plan, const ReplayedRecords& replay, const Registry& registry,
                    World& world, Diagnostics& diagnostics) {
  const rulemap_source* reader = registry.source(kReader);
  if (!reader) {
    return problem(diagnostics, "records are read back by `table.jsonl`, which no plugin has",
                   "name its plugin under `plugins`, or its folder with --plugins");
  }
  begin_at(plan, replay.from, diagnostics);
  SourcePlan source;
  source.id = "replay";
  source.by = SourcePlan::CaseBy::record;
  source.paths = {replay.path};
  source.door = &world.door(plan.name, source.id, "", {});
  source.instance = std::make_unique<host::SourceInstance>(
      *reader, options_of(*reader, replay, plan), world.lend(*source.door));
  const auto created = source.instance->create(plan.fields);
  if (!created.ok()) return problem(diagnostics, created.error().text(), "");
  plan.replayed = replay.path;
  plan.sources.clear();
  plan.sources.push_back(std::move(source));
}

}  // namespace rulemap::engine
