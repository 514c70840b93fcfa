#include "plan/source_builder.h"

#include "core/embedded.h"
#include "expr/guess.h"
#include "plan/declared_fields.h"
#include "plan/options_reader.h"
#include "plan/part_lookup.h"
#include "record/vocabulary.h"

namespace rulemap::engine {
namespace {

void create_source(Planning& planning, const rulemap_source& abi, const SourceFile& block,
                   const std::string& what, SourcePlan& out, FieldScope& scope) {
  auto values = planning.options(block, what, *abi.about);
  Door& door =
      planning.world.door(planning.plan.name, out.id, block.use.text, planning.http_settings(block, nullptr));
  out.door = &door;
  out.paths = values->paths();
  // What a program hands over is gone once it was read, as with stdin.
  if (block.use.text == kEmbeddedSource) out.paths = {"-"};
  out.instance =
      std::make_unique<host::SourceInstance>(abi, std::move(values), planning.lend(door));
  if (planning.create(*out.instance, block, what)) {
    declare(planning, out.instance->declared(), block, scope);
  }
}

void read_case(Planning& planning, const SourceFile& block, SourcePlan& out,
               const FieldScope& scope) {
  out.tlp = planning.checked_mark(block.of.tlp, "tlp", kTlpOrder);
  out.pap = planning.checked_mark(block.of.pap, "pap", kPapOrder);
  out.title = planning.variables.interpolate(block.of.title, planning.diagnostics).text;
  if (const yaml::Node* path = block.with.find("path")) {
    out.written_paths = path->text;
    for (const yaml::Node& each : path->items) out.written_paths += "\x1f" + each.text;
  }
  const std::string& by = block.of.by.text;
  if (by == "one_per_file")
    out.by = SourcePlan::CaseBy::one_per_file;
  else if (!by.empty() && by != "one") {
    out.by = SourcePlan::CaseBy::expression;
    out.by_expression = planning.condition(block.of.by, scope, expr::Expect::value);
  }
  const bool nameless = out.written_paths == "-" || block.use.text == kEmbeddedSource;
  if (out.by == SourcePlan::CaseBy::one && out.title.empty() && nameless) {
    const char* from = out.written_paths == "-" ? "stdin" : "the program";
    planning.problem(block.place, 1,
                     "source `" + out.id + "` reads " + from + ", so its case needs a title",
                     "missing", "write `case: { title: ... }`");
  }
}

// Its fields are not known; the neutral ones may all be there, with the values that the source
// which was probably meant writes.
void declare_unknown(const Planning& planning, const SourceFile& block, FieldScope& scope) {
  host::Declared meant;
  std::vector<std::string> ids;
  for (const PluginInfo& each : planning.registry.plugins()) {
    for (std::uint32_t i = 0; i < each.entry->source_count; ++i) {
      ids.emplace_back(each.entry->sources[i]->about->id);
    }
  }
  if (const auto* abi = planning.registry.source(expr::nearest(block.use.text, ids))) {
    Diagnostics ignored("", "");
    const auto values =
        read_options(block, "", *abi->about, planning.variables, planning.base_folder, ignored);
    const host::Services services{host::Lent{}};
    auto declared = host::declared_fields(*abi, services.abi(), values->abi());
    if (declared.ok()) meant = std::move(declared).value();
  }
  for (const NeutralField& each : kNeutralFields) {
    Writer writer{each.type, "", 0, std::string(each.choices)};
    for (const host::DeclaredField& field : meant.writes) {
      if (field.name == each.name && !field.choices.empty()) writer.choices = field.choices;
    }
    scope.write(each.name, writer);
  }
}

}  // namespace

void add_source(Planning& planning, const SourceFile& block, FieldScope& scope) {
  const std::string what = "source `" + block.id.text + "`";
  planning.check_id(block.id, what);
  SourcePlan out;
  out.id = block.id.text;
  if (const rulemap_source* abi = find_source(planning, block)) {
    create_source(planning, *abi, block, what, out, scope);
  } else {
    declare_unknown(planning, block, scope);
  }
  read_case(planning, block, out, scope);
  planning.plan.sources.push_back(std::move(out));
}

}  // namespace rulemap::engine
