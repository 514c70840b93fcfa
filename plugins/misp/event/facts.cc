#include "event/facts.h"

#include <algorithm>
#include <functional>
#include <string>

extern "C" const char rulemap_misp_templates[];
extern "C" const char rulemap_misp_templates_end[];
extern "C" const char rulemap_misp_types[];
extern "C" const char rulemap_misp_types_end[];
extern "C" const char rulemap_misp_relationships[];
extern "C" const char rulemap_misp_relationships_end[];

namespace rulemap::misp {
namespace {

using Columns = std::vector<std::string_view>;

// "a,b" -> a, b; an empty text has no parts.
Columns split(std::string_view text, char separator) {
  Columns out;
  if (text.empty()) return out;
  for (;;) {
    const std::size_t end = std::min(text.find(separator), text.size());
    out.push_back(text.substr(0, end));
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

// Calls `use` with the columns of every line that is no comment.
Result<void> each_line(std::string_view text, const char* table,
                       const std::function<Result<void>(const Columns&)>& use) {
  std::size_t number = 0;
  for (std::string_view line : split(text, '\n')) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const auto used = use(split(line, '\t'));
    if (used.ok()) continue;
    return Error{used.error().message, std::string(table) + ", line " + std::to_string(number)};
  }
  return {};
}

template <class List, class Name>
auto find_named(const List& list, Name name) {
  return std::find_if(list.begin(), list.end(),
                      [&](const auto& each) { return each.name == name; });
}

bool holds(const Columns& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

const TemplateAttribute* Template::find(std::string_view relation) const {
  const auto found =
      std::find_if(attributes.begin(), attributes.end(),
                   [&](const TemplateAttribute& each) { return each.relation == relation; });
  return found == attributes.end() ? nullptr : &*found;
}

Result<Facts> Facts::from_tsv(std::string_view templates, std::string_view types,
                              std::string_view relationships) {
  Facts out;
  auto read = each_line(types, "types", [&](const Columns& columns) -> Result<void> {
    if (columns.size() != 4) return Error{"a type is a name and three more columns"};
    out.types_.push_back({columns[0], columns[1], columns[2] == "1", split(columns[3], ',')});
    return {};
  });
  if (!read.ok()) return read.error();
  read = each_line(templates, "templates",
                   [&](const Columns& columns) { return out.add_line(columns); });
  if (!read.ok()) return read.error();
  read = each_line(relationships, "relationships", [&](const Columns& columns) -> Result<void> {
    out.relationships_.push_back(columns[0]);
    return {};
  });
  if (!read.ok()) return read.error();
  std::sort(out.relationships_.begin(), out.relationships_.end());
  return out;
}

Result<void> Facts::add_line(const Columns& columns) {
  if (columns[0] == "attribute") return add_attribute(columns);
  if (columns[0] != "template" || columns.size() != 7) {
    return Error{"a template is the word `template`, a name and five more columns"};
  }
  templates_.push_back({columns[1],
                        columns[2],
                        columns[3],
                        columns[4],
                        split(columns[5], ','),
                        split(columns[6], ','),
                        {}});
  return {};
}

Result<void> Facts::add_attribute(const Columns& columns) {
  if (columns.size() != 8 || templates_.empty() || templates_.back().name != columns[1]) {
    return Error{"an attribute has eight columns and stands behind its template"};
  }
  const AttributeType* type = find_type(columns[3]);
  if (!type) return Error{"the type `" + std::string(columns[3]) + "` is not listed"};
  std::string_view category = type->default_category;
  for (std::string_view each : split(columns[7], ',')) {
    if (!holds(type->categories, each)) continue;
    category = each;
    break;
  }
  templates_.back().attributes.push_back(
      {columns[2], columns[3], category, columns[4] == "1", columns[6] == "1"});
  return {};
}

const Template* Facts::find_template(std::string_view name) const {
  const auto found = find_named(templates_, name);
  return found == templates_.end() ? nullptr : &*found;
}

const AttributeType* Facts::find_type(std::string_view name) const {
  const auto found = find_named(types_, name);
  return found == types_.end() ? nullptr : &*found;
}

std::int32_t Facts::find_relationship(std::string_view name) const {
  const auto found = std::lower_bound(relationships_.begin(), relationships_.end(), name);
  if (found == relationships_.end() || *found != name) return -1;
  return static_cast<std::int32_t>(found - relationships_.begin());
}

Result<Facts> compiled_in_facts() {
  return Facts::from_tsv({rulemap_misp_templates, rulemap_misp_templates_end},
                         {rulemap_misp_types, rulemap_misp_types_end},
                         {rulemap_misp_relationships, rulemap_misp_relationships_end});
}

}  // namespace rulemap::misp
