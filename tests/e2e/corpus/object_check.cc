#include "e2e/corpus/object_check.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace rulemap::e2e {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::istringstream parts(text);
  for (std::string each; std::getline(parts, each, at);) out.push_back(each);
  return out;
}

bool lists(Doc list, const std::string& word) {
  const auto all = texts_of(list);
  return std::find(all.begin(), all.end(), word) != all.end();
}

}  // namespace

ObjectCheck::ObjectCheck(const std::string& templates, const std::string& types) {
  for (const auto& each : fs::directory_iterator(templates)) {
    if (each.path().extension() != ".json") continue;
    templates_.emplace(each.path().stem().string(), JsonText(read_text(each.path().string())));
  }
  for (const Doc each : templates_["relationships"].root()["values"]) {
    relationships_.insert(text_of(each, "name"));
  }
  for (const std::string& line : split(read_text(types), '\n')) {
    const auto columns = split(line, '\t');
    if (columns.size() < 4) continue;
    for (const std::string& each : split(columns[3], ',')) categories_[columns[0]].insert(each);
  }
}

std::vector<std::string> ObjectCheck::problems(const EventObject& object) const {
  const auto found = templates_.find(object.name);
  if (found == templates_.end()) return {"no template " + object.name};
  const Doc rules = found->second.root();
  std::vector<std::string> out;
  if (object.template_uuid != text_of(rules, "uuid")) out.push_back("template_uuid");
  if (object.template_version != std::to_string(rules.integer("version").value_or(-1))) {
    out.push_back("template_version");
  }
  if (object.meta_category != text_of(rules, "meta-category")) out.push_back("meta-category");
  std::map<std::string, int> counts;
  for (const EventAttribute& each : object.attributes) {
    const Doc rule = rules["attributes"][each.relation];
    for (const std::string& said : problems(each, rule)) out.push_back(each.relation + ": " + said);
    const bool multiple = rule["multiple"].boolean().value_or(false);
    if (++counts[each.relation] == 2 && !multiple) out.push_back(each.relation + ": stands twice");
  }
  const auto there = [&](const std::string& relation) { return counts.count(relation) > 0; };
  for (const std::string& each : texts_of(rules["required"])) {
    if (!there(each)) out.push_back("lacks " + each);
  }
  const auto any = texts_of(rules["requiredOneOf"]);
  if (!any.empty() && std::none_of(any.begin(), any.end(), there)) out.push_back("requiredOneOf");
  for (const EventReference& each : object.references) {
    if (!relationships_.count(each.kind)) out.push_back("no relationship " + each.kind);
  }
  return out;
}

std::vector<std::string> ObjectCheck::problems(const EventAttribute& of, Doc rule) const {
  if (!rule) return {"no such relation"};
  std::vector<std::string> out;
  if (of.type != text_of(rule, "misp-attribute")) out.push_back("type " + of.type);
  const auto allowed = categories_.find(of.type);
  if (allowed == categories_.end() || !allowed->second.count(of.category)) {
    out.push_back(of.type + " may not be in " + of.category);
  }
  if (rule["categories"] && !lists(rule["categories"], of.category)) {
    out.push_back("the template has no category " + of.category);
  }
  if (rule["disable_correlation"].boolean().value_or(false) && of.correlates) {
    out.push_back("correlates");
  }
  if (of.value.empty()) out.push_back("no value");
  return out;
}

}  // namespace rulemap::e2e
