#include "tree_reader.h"

#include <string>

#include "field_tables.h"
#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

void read_technique(Doc technique, std::string_view tactic, TechniqueList& list,
                    FieldReader& reader) {
  if (!list.add(reader.read(technique, technique_fields()))) return;
  list.add_tactic(tactic);
  for (const Doc each : technique["signatures"]) {
    const Fields said = reader.read(each, signature_fields());
    list.add_reason(said.text("severity"), said.text("description"));
  }
}

}  // namespace

Trees read_trees(Doc data, FieldReader& reader) {
  Trees out;
  for (const auto [name, trees] : data.members()) {
    if (!trees["tactics"].is_list()) continue;
    out.was_run = true;
    TechniqueList list(line_of(name, 200), reader, out.techniques);
    for (const Doc tactic : trees["tactics"]) {
      const Fields said = reader.read(tactic, tactic_fields());
      const std::string tactic_name =
          said.text("name").empty() ? said.text("id") : said.text("name");
      for (const Doc each : tactic["techniques"]) read_technique(each, tactic_name, list, reader);
    }
  }
  return out;
}

}  // namespace rulemap::virustotal
