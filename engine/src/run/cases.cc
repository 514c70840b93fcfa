#include "run/cases.h"

#include <filesystem>

#include "rulemap/ids/uuid.h"
#include "run/record_cells.h"

namespace rulemap::engine {
namespace {

std::string value_text(const expr::Value& value) {
  switch (value.kind) {
    case expr::Value::Kind::text:
      return std::string(value.text);
    case expr::Value::Kind::integer:
      return std::to_string(value.integer);
    case expr::Value::Kind::number:
      return host::to_text(host::Json(value.number));
    case expr::Value::Kind::boolean:
      return value.boolean ? "true" : "false";
    default:
      return "";
  }
}

}  // namespace

std::string Cases::as_written(std::string_view path) const {
  if (!path.starts_with('/')) return std::string(path);
  return std::filesystem::path(path).lexically_relative(plan_.base_folder).string();
}

std::uint32_t Cases::of(const SourcePlan& source, const host::Record& record) {
  std::string key = source.title.empty() ? source.written_paths : source.title;
  std::string title = source.title.empty() ? plan_.name : source.title;
  if (source.by == SourcePlan::CaseBy::one_per_file) {
    key = as_written(record.text(plan_.slots.file));
    const std::string file = std::filesystem::path(key).filename().string();
    title = source.title.empty() ? file : source.title + ": " + file;
  } else if (source.by == SourcePlan::CaseBy::expression && source.by_expression) {
    expr::Scratch scratch;
    const RecordCells cells(record, plan_.fields);
    key = value_text(source.by_expression->program.value(cells, started_ms_, scratch));
    title = source.title.empty() ? key : source.title + ": " + key;
  }
  std::string id = ids::joined({plan_.name, key});
  std::string tlp = source.tlp, pap = source.pap;
  if (source.by == SourcePlan::CaseBy::record) {
    id = record.text(plan_.slots.case_id);
    title = record.text(plan_.slots.case_title);
    tlp = record.text(plan_.slots.tlp);
    pap = record.text(plan_.slots.pap);
  }
  const auto [found, is_new] = by_id_.try_emplace(id, count());
  if (is_new) {
    cases_.push_back(
        {id, std::move(title), std::move(tlp), std::move(pap), name_space_, started_ms_});
  }
  return found->second;
}

}  // namespace rulemap::engine
