#include "source/event_reader.h"

#include <algorithm>

#include "event/identity.h"
#include "server/loose.h"
#include "source/attribute_types.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLargestPage = std::size_t{64} << 20;

const Parts& list_parts() {
  static const Parts kRead({"response.Event.uuid", "response.Event.timestamp",
                            "response.Event.date", "response.Event.published",
                            "response.Event.Tag.name"});
  return kRead;
}

const Parts& view_parts() {
  static const Parts kRead({"Event.uuid",
                            "Event.timestamp",
                            "Event.Tag.name",
                            "Event.Attribute.id",
                            "Event.Attribute.uuid",
                            "Event.Attribute.type",
                            "Event.Attribute.category",
                            "Event.Attribute.value",
                            "Event.Attribute.to_ids",
                            "Event.Attribute.deleted",
                            "Event.Object.uuid",
                            "Event.Object.deleted",
                            "Event.Object.Attribute.id",
                            "Event.Object.Attribute.uuid",
                            "Event.Object.Attribute.type",
                            "Event.Object.Attribute.category",
                            "Event.Object.Attribute.value",
                            "Event.Object.Attribute.to_ids",
                            "Event.Object.Attribute.deleted",
                            "Event.Object.Attribute.object_relation"});
  return kRead;
}

ids::Uuid uuid_of(Doc element) {
  return ids::Uuid::parse(element.text("uuid").value_or("")).value_or(ids::Uuid());
}

// Its uuid says so: nobody else makes them of what it holds.
bool is_own(Doc attribute, const ids::Uuid& event, const ids::Uuid& object) {
  const ids::Uuid uuid = uuid_of(attribute);
  const std::string value = loose::text(attribute["value"]);
  if (object == ids::Uuid()) {
    return uuid == identity::event_attribute(event, attribute.text("type").value_or(""), value);
  }
  const std::string_view relation = attribute.text("object_relation").value_or("");
  return uuid == identity::attribute(object, relation, value) ||
         uuid == identity::single_attribute(object, relation);
}

}  // namespace

EventReader::Page EventReader::list(const EventQuery& query, std::size_t page,
                                    std::size_t page_size) {
  Page out;
  out.answer = api_.ask({.path = "/events/restSearch",
                         .asked = {.expected = "response"},
                         .body = query.body(page, page_size),
                         .reads = true,
                         .read = &list_parts(),
                         .max_body = kLargestPage});
  if (!out.answer.done()) return out;
  for (Doc each : out.answer.body["response"]) {
    const Doc event = each["Event"];
    const ListedEvent found{loose::number(event["timestamp"]).value_or(0), uuid_of(event)};
    if (out.size++ == 0) out.first = found.uuid;
    if (found.uuid != ids::Uuid() && query.takes(event)) out.events.push_back(found);
  }
  api_.release(out.answer);
  out.answer.body = {};
  return out;
}

EventReader::Event EventReader::read(const std::string& number_or_uuid) {
  Event out;
  out.answer = api_.ask({.path = "/events/view/" + number_or_uuid + "/excludeGalaxy:1.json",
                         .asked = {.expected = "Event"},
                         .read = &view_parts(),
                         .max_body = settings_.largest});
  if (!out.answer.done()) return out;
  const Doc event = out.answer.body["Event"];
  out.event.about = {loose::number(event["timestamp"]).value_or(0), uuid_of(event)};
  out.event.tlp = tlp_of(event["Tag"]);
  take(event["Attribute"], {}, out.event);
  for (Doc each : event["Object"]) {
    if (!loose::flag(each["deleted"])) take(each["Attribute"], uuid_of(each), out.event);
  }
  api_.release(out.answer);
  out.answer.body = {};
  return out;
}

void EventReader::take(Doc list, const ids::Uuid& object, ReadEvent& out) const {
  for (Doc each : list) {
    if (!wants(each, each.text("type").value_or(""))) continue;
    if (!settings_.reads_own && is_own(each, out.about.uuid, object)) {
      ++out.own;
      continue;
    }
    take_one(each, object, out);
  }
}

bool EventReader::wants(Doc attribute, std::string_view type) const {
  if (!is_indicator_type(type) || loose::flag(attribute["deleted"])) return false;
  if (settings_.to_ids_only && !loose::flag(attribute["to_ids"])) return false;
  const auto& types = settings_.types;
  return types.empty() || std::find(types.begin(), types.end(), type) != types.end();
}

void EventReader::take_one(Doc attribute, const ids::Uuid& object, ReadEvent& out) const {
  const std::string type(attribute.text("type").value_or(""));
  const std::string value = loose::text(attribute["value"]);
  const std::int64_t number = loose::number(attribute["id"]).value_or(0);
  for (auto& each : indicators_of(type, value)) {
    if (!each.ok()) {
      out.refused.push_back({number, value, each.error().message});
      continue;
    }
    out.indicators.push_back({.indicator = std::move(*each),
                              .original = value,
                              .type = type,
                              .category = loose::text(attribute["category"]),
                              .attribute = uuid_of(attribute),
                              .object = object,
                              .number = number});
  }
}

}  // namespace rulemap::misp
