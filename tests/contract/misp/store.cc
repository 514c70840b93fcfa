#include "contract/misp/store.h"

#include <algorithm>
#include <cstdio>

namespace rulemap::simulated {
namespace {

constexpr std::size_t kLongestTag = 255;

template <typename Map>
auto* by_id_or_uuid(Map& places, std::string_view id_or_uuid, auto id_of) {
  using Place = typename Map::mapped_type;
  const auto found = places.find(folded(id_or_uuid));
  if (found != places.end()) return &found->second;
  if (!is_digits(id_or_uuid)) return static_cast<Place*>(nullptr);
  for (auto& [uuid, place] : places)
    if (std::to_string(id_of(place)) == id_or_uuid) return &place;
  return static_cast<Place*>(nullptr);
}

template <typename List, typename Element>
void erase_from(List& list, const Element* element) {
  list.remove_if([&](const auto& each) { return &each == element; });
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& each : out)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return out;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() < 10 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !std::isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

std::string Store::new_uuid() {
  char out[37];
  std::snprintf(out, sizeof out, "5e51a7ed-0000-4000-8000-%012d", ++last_made_uuid);
  return out;
}

Event* Store::event(std::string_view id_or_uuid) {
  int id = 0;
  if (const auto found = event_ids.find(folded(id_or_uuid)); found != event_ids.end())
    id = found->second;
  else if (is_digits(id_or_uuid))
    id = std::stoi(std::string(id_or_uuid));
  const auto found = events.find(id);
  return found == events.end() ? nullptr : &found->second;
}

TagRow* Store::tag(std::string_view name) {
  const auto found = tag_places.find(folded(name.substr(0, kLongestTag)));
  return found == tag_places.end() ? nullptr : &tags[found->second];
}

TagRow& Store::make_tag(std::string_view name, std::string_view colour) {
  name = name.substr(0, kLongestTag);
  if (TagRow* known = tag(name)) return *known;
  const bool galaxy = name.starts_with("misp-galaxy:");
  const std::size_t open = name.find("=\"");
  const bool custom = galaxy && open != std::string_view::npos && name.ends_with('"') &&
                      is_uuid(name.substr(open + 2, name.size() - open - 3));
  char made[8];
  std::snprintf(made, sizeof made, "#%06x",
                static_cast<unsigned>(std::hash<std::string_view>()(name) & 0xffffffu));
  tag_places.emplace(folded(name), tags.size());
  tags.push_back({static_cast<int>(tags.size()) + 1, std::string(name),
                  colour.empty() ? std::string(made) : std::string(colour), galaxy, custom});
  return tags.back();
}

Report* Store::report(std::string_view uuid, Event** in) {
  for (auto& [id, each] : events)
    for (Report& report : each.reports)
      if (report.uuid == uuid) {
        if (in) *in = &each;
        return &report;
      }
  return nullptr;
}

AttributePlace* Store::attribute(std::string_view id_or_uuid) {
  return by_id_or_uuid(attributes, id_or_uuid, [](auto& place) { return place.attribute->id; });
}

ObjectPlace* Store::object(std::string_view id_or_uuid) {
  return by_id_or_uuid(objects, id_or_uuid, [](auto& place) { return place.object->id; });
}

ReferencePlace* Store::reference(std::string_view id_or_uuid) {
  return by_id_or_uuid(references, id_or_uuid, [](auto& place) { return place.reference->id; });
}

void Store::erase(AttributePlace place) {
  attributes.erase(std::string(place.attribute->uuid));
  erase_from(place.object ? place.object->attributes : place.event->attributes, place.attribute);
}

void Store::erase(ReferencePlace place) {
  references.erase(std::string(place.reference->uuid));
  erase_from(place.object->references, place.reference);
}

void Store::erase(ObjectPlace place) {
  Object& object = *place.object;
  for (const Attribute& each : object.attributes) attributes.erase(each.uuid);
  for (const Reference& each : object.references) references.erase(each.uuid);
  const std::string uuid = object.uuid;
  objects.erase(uuid);
  erase_from(place.event->objects, place.object);
  // What pointed to it points nowhere.
  for (Object& other : place.event->objects)
    other.references.remove_if([&](const Reference& each) {
      return each.referenced_uuid == uuid && references.erase(each.uuid);
    });
}

void Store::erase(Event& event) {
  for (const Attribute& each : event.attributes) attributes.erase(each.uuid);
  for (const Object& object : event.objects) {
    for (const Attribute& each : object.attributes) attributes.erase(each.uuid);
    for (const Reference& each : object.references) references.erase(each.uuid);
    objects.erase(object.uuid);
  }
  event_ids.erase(event.uuid);
  events.erase(event.id);
}

}  // namespace rulemap::simulated
