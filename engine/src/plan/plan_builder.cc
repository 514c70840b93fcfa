#include "plan/plan_builder.h"

#include "plan/declared_fields.h"
#include "plan/sink_builder.h"
#include "plan/source_builder.h"
#include "plan/step_builder.h"
#include "record/vocabulary.h"

namespace rulemap::engine {
namespace {

// Fields that every record may have get their slots; what the host writes is there from the start.
void name_fields(Plan& plan, FieldScope& scope) {
  host::FieldTable& f = plan.fields;
  for (const NeutralField& each : kNeutralFields) {
    f.intern(each.name);
    if (each.by_host) scope.write(each.name, {each.type, "", 0, std::string(each.choices)});
  }
  plan.slots = {f.find("kind"),         f.find("id"),       f.find("case.id"),
                f.find("case.title"),   f.find("tlp"),      f.find("pap"),
                f.find("errors"),       f.find("also"),     f.find("ioc.type"),
                f.find("ioc.value"),    f.find("ioc.port"), f.find("ioc.private"),
                f.find("ioc.original"), f.find("ioc.file"), f.find("ioc.line")};
}

// Its records may bring a tlp of their own.
bool writes_tlp(const Plan& plan, const std::string& source) {
  for (const SourcePlan& each : plan.sources) {
    if (each.id != source || !each.instance) continue;
    for (const host::DeclaredField& field : each.instance->declared().writes) {
      if (field.name == "tlp") return true;
    }
  }
  return false;
}

void warn_without_tlp(Planning& planning) {
  if (!planning.asks_network) return;
  for (const SourceFile& each : planning.file.sources) {
    if (!each.of.tlp.empty() || writes_tlp(planning.plan, each.id.text)) continue;
    planning.problem(each.id.place, each.id.text.size(),
                     "source `" + each.id.text +
                         "` sets no tlp, so nothing of it may be asked of a "
                         "provider",
                     "no-tlp", "write `case: { tlp: green }`", Severity::warning);
  }
}

}  // namespace

std::unique_ptr<Plan> build_plan(const PipelineFile& file, const Registry& registry,
                                 const Variables& variables, World& world,
                                 const rulemap_host* program, const std::string& base_folder,
                                 const ReplayedRecords* replay, Diagnostics& diagnostics) {
  auto plan = std::make_unique<Plan>();
  plan->name = file.name.text;
  plan->base_folder = base_folder;
  Planning planning{file,        registry, variables,   world, program,
                    base_folder, replay,   diagnostics, *plan};
  FieldScope scope(plan->fields, variables);
  name_fields(*plan, scope);
  for (const SourceFile& each : file.sources) add_source(planning, each, scope);
  collect_later(planning, file.steps);
  plan->first_step = add_steps(planning, file.steps, kToSinks, scope);
  for (const SinkFile& each : file.sinks) {
    if (auto sink = make_sink(planning, each, scope)) plan->sinks.push_back(std::move(*sink));
  }
  if (file.dead_letter) plan->dead_letter = make_dead_letter(planning, *file.dead_letter);
  warn_without_tlp(planning);
  return plan;
}

}  // namespace rulemap::engine
