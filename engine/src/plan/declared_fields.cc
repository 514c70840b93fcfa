#include "plan/declared_fields.h"

#include "plan/options_reader.h"
#include "plan/unknown_field.h"

namespace rulemap::engine {
namespace {

// A list that one step fills would be gone where another one sets a single value.
void check_same_shape(Planning& planning, const host::DeclaredField& field, const Writer& before,
                      const BlockFile& block) {
  const bool either_any = field.type == RULEMAP_FIELD_ANY || before.type == RULEMAP_FIELD_ANY;
  const bool is_list = field.type == RULEMAP_FIELD_LIST;
  const bool was_list = before.type == RULEMAP_FIELD_LIST;
  if (either_any || is_list == was_list) return;
  const yaml::Node* at = block.with.find(field.name);
  const std::string who = before.step.empty() ? "the engine" : "`" + before.step + "`";
  planning.problem(at ? at->place : block.use.place, at ? at->text.size() : block.use.text.size(),
                   "`" + field.name + "` is " + (was_list ? "a list" : "one value") +
                       ", written by " + who +
                       (before.line ? " (line " + std::to_string(before.line) + ")" : ""),
                   "type",
                   was_list ? "write a list: [" + (at ? at->text : "value") + "]"
                            : "write one value, or another field");
}

}  // namespace

void declare(Planning& planning, const host::Declared& declared, const BlockFile& block,
             FieldScope& scope) {
  for (const host::DeclaredField& each : declared.writes) {
    const auto before = scope.writers().find(each.name);
    if (before != scope.writers().end()) check_same_shape(planning, each, before->second, block);
    scope.write(each.name, {each.type, block.id.text, block.place.line, each.choices});
  }
}

void check_field_options(Planning& planning, const BlockFile& block,
                         const rulemap_descriptor& about, const FieldScope& scope) {
  for (std::uint32_t i = 0; i < about.option_count; ++i) {
    if (about.options[i]->type != RULEMAP_OPTION_FIELD) continue;
    const yaml::Node* node = block.with.find(about.options[i]->name);
    if (!node || !node->is_scalar() || planning.unknown_part || scope.field(node->text)) continue;
    const UnknownField said = unknown_field(node->text, scope.names(), planning.later);
    planning.problem(node->place, node->text.size(), said.message, "field", said.hint);
  }
}

void collect_later(Planning& planning, const std::vector<StepFile>& steps) {
  for (const StepFile& each : steps) {
    for (const BranchFile& branch : each.branches) collect_later(planning, branch.steps);
    const rulemap_step* abi = planning.registry.step(each.use.text);
    if (!abi) continue;
    Diagnostics ignored("", "");
    auto values =
        read_options(each, "", *abi->about, planning.variables, planning.base_folder, ignored);
    host::Services services{host::Lent{}};
    const auto declared = host::declared_fields(*abi, services.abi(), values->abi());
    if (!declared.ok()) continue;
    for (const host::DeclaredField& field : declared->writes) {
      planning.later.emplace(field.name, Writer{field.type, each.id.text, each.place.line});
    }
  }
}

}  // namespace rulemap::engine
