#include "push/wanted.h"

#include <algorithm>

namespace rulemap::misp {
namespace {

Uuid uuid_of(Doc element, std::string_view member = "uuid") {
  return Uuid::parse(element.text(member).value_or("")).value_or(Uuid());
}

std::string text_of(Doc element, std::string_view member) {
  return std::string(element.text(member).value_or(""));
}

// The members that `take` wants, as "NAME":VALUE with commas between.
template <class Take>
std::string members_json(Doc element, Take take) {
  std::string out;
  for (auto [name, value] : element.members()) {
    if (!take(name)) continue;
    if (!out.empty()) out += ",";
    ((out += "\"") += name) += "\":" + value.json();
  }
  return out;
}

WantedAttribute attribute_of(Doc element) {
  WantedAttribute out;
  out.uuid = uuid_of(element);
  out.relation = text_of(element, element["object_relation"] ? "object_relation" : "type");
  out.value = text_of(element, "value");
  out.content = content_of(out.value, text_of(element, "comment"),
                           element["to_ids"].boolean().value_or(false));
  out.theirs = element["theirs"].boolean().value_or(false);
  for (Doc each : element["Tag"]) out.tags.push_back(text_of(each, "name"));
  out.json = "{" + members_json(element, [](std::string_view name) { return name != "Tag"; }) + "}";
  return out;
}

bool is_of_template(std::string_view name) {
  constexpr std::string_view kNames[] = {"uuid",        "name",          "meta-category",
                                         "description", "template_uuid", "template_version"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool is_list_or_comment(std::string_view name) {
  return name == "Attribute" || name == "ObjectReference" || name == "comment";
}

}  // namespace

Result<WantedAttribute> wanted_attribute(const Host& host, const std::string& json) {
  const auto parsed = host.parse(json);
  if (!parsed.ok()) return parsed.error();
  WantedAttribute out = attribute_of(*parsed);
  host.release(*parsed);
  return out;
}

Result<WantedAttribute> wanted_report(const Host& host, const std::string& json) {
  const auto parsed = host.parse(json);
  if (!parsed.ok()) return parsed.error();
  WantedAttribute out;
  out.uuid = uuid_of(*parsed);
  out.relation = "report";
  out.content = content_of(text_of(*parsed, "content"), "", false);
  out.json = json;
  host.release(*parsed);
  return out;
}

Result<WantedObject> wanted_object(const Host& host, const std::string& json) {
  const auto parsed = host.parse(json);
  if (!parsed.ok()) return parsed.error();
  const Doc object = *parsed;
  WantedObject out;
  out.uuid = uuid_of(object);
  out.name = text_of(object, "name");
  out.theirs = object["theirs"].boolean().value_or(false);
  out.head = members_json(object, is_of_template);
  out.comment = object["comment"].json();
  out.more = members_json(object, [](std::string_view name) {
    return !is_of_template(name) && !is_list_or_comment(name);
  });
  out.content = content_of("", text_of(object, "comment"), false);
  for (Doc each : object["Attribute"]) out.attributes.push_back(attribute_of(each));
  for (Doc each : object["ObjectReference"]) {
    out.references.push_back({uuid_of(each), uuid_of(each, "referenced_uuid"), each.json()});
  }
  host.release(object);
  return out;
}

}  // namespace rulemap::misp
