#include "contract/misp/event_writer.h"

#include "contract/misp/tagging.h"

namespace rulemap::simulated {
namespace {

constexpr std::size_t kLongestText = 65535;
constexpr std::int64_t kLastSecond = 2147483647;  // of a column of 32 bits

std::string uuid_of(const Json& json) { return folded(text_of(json, "uuid")); }

void add_uuids(const Json* list, std::vector<std::string>& to) {
  for (const Json* each : list_of(list)) to.push_back(uuid_of(*each));
}

std::vector<std::string> uuids_of(const Json& payload) {
  std::vector<std::string> out;
  add_uuids(member(payload, "Attribute"), out);
  for (const Json* object : list_of(member(payload, "Object"))) {
    out.push_back(uuid_of(*object));
    add_uuids(member(*object, "Attribute"), out);
    add_uuids(member(*object, "ObjectReference"), out);
  }
  add_uuids(member(payload, "EventReport"), out);
  return out;
}

}  // namespace

GivenTime given_time(const Json& holder) {
  const Json* time = given(holder, "timestamp");
  if (!time) return {};
  if (time->IsString() && time->GetStringLength() == 0) return {GivenTime::Kind::kGiven, 0};
  const auto seconds = number_of(time);
  if (!seconds || *seconds > kLastSecond) return {GivenTime::Kind::kBroken, 0};
  return {GivenTime::Kind::kGiven, *seconds};
}

bool has_too_long_comment(const Json& holder) {
  return text_of(holder, "comment").size() > kLongestText;
}

bool EventWriter::write(const Json& payload) {
  merge_tags(world_, account_, payload, event()->tags);
  pace_.begin(*event(), uuids_of(payload));
  for (const Json* each : list_of(member(payload, "Attribute")))
    if (!put_attribute(*each, "")) return false;
  for (const Json* each : list_of(member(payload, "Object")))
    if (!put_object(*each)) return false;
  // References come last: what they point to may stand behind them.
  for (const auto& [object, uuid] : objects_written_)
    for (const Json* each : list_of(member(*object, "ObjectReference")))
      if (!put_reference(*each, uuid)) return false;
  for (const Json* each : list_of(member(payload, "EventReport")))
    if (!put_report(*each)) return false;
  return event() != nullptr;
}

bool EventWriter::put_object(const Json& from) {
  std::string uuid = uuid_of(from);
  if (!begin_element(uuid) || has_too_long_comment(from)) return false;
  const GivenTime time = given_time(from);
  if (time.kind == GivenTime::Kind::kBroken) return false;
  if (const auto known = world_.store.objects.find(uuid); known != world_.store.objects.end()) {
    if (mode_ == Mode::kAdd || known->second.event->id != event_id_) return true;
    Object& object = *known->second.object;
    if (time.kind == GivenTime::Kind::kGiven && time.seconds <= object.timestamp) return true;
    if (!change_object(object, from)) return false;
  } else {
    if (uuid.empty()) uuid = world_.store.new_uuid();
    if (!add_object(from, uuid)) return true;
  }
  objects_written_.emplace_back(&from, uuid);
  for (const Json* each : list_of(member(from, "Attribute")))
    if (!put_attribute(*each, uuid)) return false;
  return true;
}

bool EventWriter::change_object(Object& object, const Json& from) {
  const GivenTime time = given_time(from);
  object.timestamp = time.kind == GivenTime::Kind::kGiven ? time.seconds : world_.store.now;
  if (given(from, "comment")) object.comment = text_of(from, "comment");
  if (const auto value = number_of(from, "distribution"))
    object.distribution = static_cast<int>(*value);
  if (const Json* deleted = given(from, "deleted")) {
    object.deleted = is_true(deleted);
    if (object.deleted)
      for (Attribute& each : object.attributes) each.deleted = true;
  }
  return true;
}

bool EventWriter::add_object(const Json& from, const std::string& uuid) {
  if (!is_uuid(uuid)) return false;
  for (const char* field :
       {"name", "meta-category", "description", "template_uuid", "template_version"})
    if (text_of(from, field).empty()) return false;
  const GivenTime time = given_time(from);
  Object& object = event()->objects.emplace_back();
  object.id = ++world_.store.last_object;
  object.uuid = uuid;
  object.name = text_of(from, "name");
  object.meta_category = text_of(from, "meta-category");
  object.description = text_of(from, "description");
  object.template_uuid = text_of(from, "template_uuid");
  object.template_version = number_of(from, "template_version").value_or(0);
  object.comment = text_of(from, "comment");
  object.distribution = static_cast<int>(number_of(from, "distribution").value_or(0));
  object.timestamp = time.kind == GivenTime::Kind::kGiven ? time.seconds : world_.store.now;
  object.deleted = is_true(member(from, "deleted"));
  object.first_seen = seen_time(text_of(from, "first_seen")).value_or("");
  object.last_seen = seen_time(text_of(from, "last_seen")).value_or("");
  world_.store.objects[uuid] = {event(), &object};
  return true;
}

bool EventWriter::put_reference(const Json& from, const std::string& object_uuid) {
  std::string uuid = uuid_of(from);
  if (!begin_element(uuid)) return false;
  const auto object = world_.store.objects.find(object_uuid);
  if (object == world_.store.objects.end()) return true;
  if (!uuid.empty() && world_.store.references.contains(uuid)) return true;
  const std::string target = folded(text_of(from, "referenced_uuid"));
  const auto attribute = world_.store.attributes.find(target);
  const auto other = world_.store.objects.find(target);
  const bool here =
      (attribute != world_.store.attributes.end() && attribute->second.event->id == event_id_) ||
      (other != world_.store.objects.end() && other->second.event->id == event_id_);
  if (!here) return true;
  if (uuid.empty()) uuid = world_.store.new_uuid();
  Reference& made = object->second.object->references.emplace_back();
  made = {++world_.store.last_reference,
          uuid,
          target,
          text_of(from, "relationship_type"),
          text_of(from, "comment"),
          world_.store.now};
  world_.store.references[uuid] = {event(), object->second.object, &made};
  return true;
}

bool EventWriter::put_report(const Json& from) {
  std::string uuid = uuid_of(from);
  if (!begin_element(uuid)) return false;
  Event* owner = nullptr;
  Report* report = uuid.empty() ? nullptr : world_.store.report(uuid, &owner);
  if (report && owner->id != event_id_) return true;
  if (!report) {
    if (text_of(from, "name").empty()) return true;
    report = &event()->reports.emplace_back();
    report->id = ++world_.store.last_report;
    report->uuid = uuid.empty() ? world_.store.new_uuid() : uuid;
  }
  if (given(from, "name")) report->name = text_of(from, "name");
  if (given(from, "content")) report->content = text_of(from, "content");
  report->distribution = static_cast<int>(number_of(from, "distribution").value_or(5));
  report->timestamp = world_.store.now;
  return true;
}

}  // namespace rulemap::simulated
