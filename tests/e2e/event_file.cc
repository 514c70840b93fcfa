#include "e2e/event_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "e2e/json_text.h"

namespace rulemap::e2e {
namespace {

Names tags_in(Doc of) {
  Names out;
  for (const Doc each : of["Tag"]) out.insert(text_of(each, "name"));
  return out;
}

EventAttribute attribute_in(Doc of) {
  return {.uuid = text_of(of, "uuid"),
          .relation = text_of(of, "object_relation"),
          .type = text_of(of, "type"),
          .category = text_of(of, "category"),
          .value = text_of(of, "value"),
          .comment = text_of(of, "comment"),
          .to_ids = of["to_ids"].boolean().value_or(true),
          .correlates = !of["disable_correlation"].boolean().value_or(false),
          .tags = tags_in(of)};
}

EventObject object_in(Doc of) {
  EventObject out{.uuid = text_of(of, "uuid"),
                  .name = text_of(of, "name"),
                  .template_uuid = text_of(of, "template_uuid"),
                  .template_version = text_of(of, "template_version"),
                  .meta_category = text_of(of, "meta-category"),
                  .comment = text_of(of, "comment"),
                  .attributes = {},
                  .references = {}};
  for (const Doc each : of["Attribute"]) out.attributes.push_back(attribute_in(each));
  for (const Doc each : of["ObjectReference"]) {
    out.references.push_back({text_of(each, "uuid"), text_of(each, "referenced_uuid"),
                              text_of(each, "relationship_type")});
  }
  return out;
}

}  // namespace

Names EventObject::values(std::string_view relation) const {
  Names out;
  for (const EventAttribute& each : attributes) {
    if (each.relation == relation) out.insert(each.value);
  }
  return out;
}

std::string EventObject::value(std::string_view relation) const {
  const Names all = values(relation);
  return all.size() > 1 ? "several" : all.empty() ? "" : *all.begin();
}

Names EventObject::tags() const {
  Names out;
  for (const EventAttribute& each : attributes) out.insert(each.tags.begin(), each.tags.end());
  return out;
}

const EventObject& Event::with(std::string_view relation, std::string_view value) const {
  static const EventObject kNone;
  const auto found = std::find_if(objects.begin(), objects.end(), [&](const EventObject& each) {
    return each.values(relation).count(std::string(value)) > 0;
  });
  return found == objects.end() ? kNone : *found;
}

std::vector<EventObject> Event::listed() const {
  constexpr std::string_view kOfIndicators[] = {"file", "domain-ip", "ip-port", "url"};
  std::vector<EventObject> out;
  for (const EventObject& each : objects) {
    const bool is_of_list = std::find(std::begin(kOfIndicators), std::end(kOfIndicators),
                                      each.name) != std::end(kOfIndicators);
    if (is_of_list && each.comment.find("named by ") == std::string::npos) out.push_back(each);
  }
  return out;
}

std::size_t Event::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      objects.begin(), objects.end(), [&](const EventObject& each) { return each.name == name; }));
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Event read_event(const std::string& path) {
  const JsonText json(read_text(path));
  const Doc of = json.root()["Event"];
  Event out{.uuid = text_of(of, "uuid"),
            .info = text_of(of, "info"),
            .published = of["published"].boolean().value_or(true),
            .distribution = of.integer("distribution").value_or(-1),
            .tags = tags_in(of),
            .attributes = {},
            .objects = {}};
  for (const Doc each : of["Attribute"]) out.attributes.push_back(attribute_in(each));
  for (const Doc each : of["Object"]) out.objects.push_back(object_in(each));
  return out;
}

}  // namespace rulemap::e2e
