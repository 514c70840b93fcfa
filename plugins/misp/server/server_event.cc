#include "server/server_event.h"

#include <algorithm>
#include <cstring>

#include "server/letters.h"
#include "server/loose.h"

namespace rulemap::misp {
namespace {

// 600 bytes an attribute: some 200,000 of them.
constexpr std::size_t kLargestView = std::size_t{128} << 20;
constexpr std::size_t kMostLookedAt = 64;  // of templates; one of thousands may stand twice

const Parts& view_parts() {
  static const Parts kRead({"Event.id",
                            "Event.uuid",
                            "Event.published",
                            "Event.Orgc.uuid",
                            "Event.Tag.name",
                            "Event.Attribute.id",
                            "Event.Attribute.uuid",
                            "Event.Attribute.deleted",
                            "Event.Attribute.value",
                            "Event.Attribute.comment",
                            "Event.Attribute.to_ids",
                            "Event.Attribute.Tag.name",
                            "Event.Object.uuid",
                            "Event.Object.deleted",
                            "Event.Object.comment",
                            "Event.Object.name",
                            "Event.Object.meta-category",
                            "Event.Object.description",
                            "Event.Object.template_uuid",
                            "Event.Object.template_version",
                            "Event.Object.Attribute.id",
                            "Event.Object.Attribute.uuid",
                            "Event.Object.Attribute.deleted",
                            "Event.Object.Attribute.value",
                            "Event.Object.Attribute.comment",
                            "Event.Object.Attribute.to_ids",
                            "Event.Object.Attribute.Tag.name",
                            "Event.Object.ObjectReference.uuid",
                            "Event.Object.ObjectReference.deleted",
                            "Event.EventReport.uuid",
                            "Event.EventReport.deleted",
                            "Event.EventReport.content"});
  return kRead;
}

Uuid uuid_of(Doc element) {
  return Uuid::parse(element.text("uuid").value_or("")).value_or(Uuid());
}

}  // namespace

std::size_t UuidHash::operator()(const Uuid& uuid) const {
  std::size_t out = 0;  // version 5 is a digest already
  std::memcpy(&out, uuid.bytes().data(), sizeof out);
  return out;
}

Uuid content_of(std::string_view value, std::string_view comment, bool to_ids) {
  return ids::uuid_v5(Uuid(), ids::joined({value, comment, to_ids ? "1" : "0"}));
}

Uuid tag_key(const Uuid& element, std::string_view name) {
  return ids::uuid_v5(element, ids::joined({"tag", lower(name)}));
}

ServerEvent ServerEvent::of(Doc event) {
  ServerEvent out;
  out.uuid_ = misp::uuid_of(event);
  out.number_ = loose::text(event["id"]);
  out.published_ = loose::flag(event["published"]);
  out.organisation_ = loose::text(event["Orgc"]["uuid"]);
  out.read_tags(out.uuid_, event["Tag"]);
  out.read_attributes(event["Attribute"]);
  out.read_objects(event["Object"]);
  for (Doc each : event["EventReport"]) {
    out.held_[misp::uuid_of(each)] = {
        .deleted = loose::flag(each["deleted"]),
        .content = content_of(each.text("content").value_or(""), "", false)};
  }
  return out;
}

void ServerEvent::read_tags(const Uuid& element, Doc list) {
  for (Doc each : list) tags_.insert(tag_key(element, each.text("name").value_or("")));
}

void ServerEvent::read_attributes(Doc list) {
  for (Doc each : list) {
    const Uuid uuid = misp::uuid_of(each);
    held_[uuid] = {.deleted = loose::flag(each["deleted"]),
                   .number = loose::number(each["id"]).value_or(0),
                   .content = content_of(loose::text(each["value"]), loose::text(each["comment"]),
                                         loose::flag(each["to_ids"]))};
    read_tags(uuid, each["Tag"]);
  }
}

void ServerEvent::read_objects(Doc list) {
  for (Doc each : list) {
    held_[misp::uuid_of(each)] = {.deleted = loose::flag(each["deleted"]),
                                  .content = content_of("", loose::text(each["comment"]), false),
                                  .of_template = template_number(each)};
    read_attributes(each["Attribute"]);
    for (Doc reference : each["ObjectReference"]) {
      held_[misp::uuid_of(reference)] = {.deleted = loose::flag(reference["deleted"])};
    }
  }
}

std::uint32_t ServerEvent::template_number(Doc object) {
  std::string members;
  for (const char* name :
       {"name", "meta-category", "description", "template_uuid", "template_version"}) {
    if (!object[name]) continue;
    members += (members.empty() ? "\"" : ",\"") + std::string(name) + "\":" + object[name].json();
  }
  const std::size_t looked_at = std::min(templates_.size(), kMostLookedAt);
  const auto found = std::find(templates_.end() - static_cast<std::ptrdiff_t>(looked_at),
                               templates_.end(), members);
  const auto number = static_cast<std::uint32_t>(found - templates_.begin());
  if (found == templates_.end()) templates_.push_back(std::move(members));
  return number;
}

std::string_view ServerEvent::template_of(const Uuid& object) const {
  const Held* held = find(object);
  return held ? std::string_view(templates_[held->of_template]) : std::string_view();
}

const Held* ServerEvent::find(const Uuid& element) const {
  const auto found = held_.find(element);
  return found == held_.end() ? nullptr : &found->second;
}

EventAnswer ask_event(Api& api, const std::string& uuid_or_number) {
  EventAnswer out;
  out.answer =
      api.ask({.path = "/events/view/" + uuid_or_number + "/deleted:1/excludeGalaxy:1.json",
               .asked = {.expected = "Event"},
               .read = &view_parts(),
               .max_body = kLargestView});
  if (!out.answer.done()) return out;
  out.event = ServerEvent::of(out.answer.body["Event"]);
  api.release(out.answer);
  out.answer.body = {};
  return out;
}

}  // namespace rulemap::misp
