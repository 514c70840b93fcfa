#include <algorithm>

#include "contract/misp/event_writer.h"
#include "contract/misp/tagging.h"

namespace rulemap::simulated {
namespace {

void read_text(const Json& from, const char* name, std::string& to) {
  if (given(from, name)) to = text_of(from, name);
}

void read_flag(const Json& from, const char* name, bool& to) {
  if (const Json* flag = given(from, name)) to = is_true(flag);
}

bool is_similar(const Attribute& one, const Attribute& other) {
  return one.type == other.type && one.category == other.category && one.value == other.value;
}

}  // namespace

void read_attribute(const Json& from, Attribute& to) {
  read_text(from, "type", to.type);
  read_text(from, "category", to.category);
  read_text(from, "value", to.value);
  read_text(from, "comment", to.comment);
  read_text(from, "object_relation", to.relation);
  read_text(from, "first_seen", to.first_seen);
  read_text(from, "last_seen", to.last_seen);
  read_flag(from, "to_ids", to.to_ids);
  read_flag(from, "deleted", to.deleted);
  read_flag(from, "disable_correlation", to.disable_correlation);
  if (const auto value = number_of(from, "distribution"))
    to.distribution = static_cast<int>(*value);
}

Attribute draft_attribute(World& world, const Json& from) {
  Attribute out;
  if (const TypeRow* type = attribute_type(text_of(from, "type"))) {
    out.category = type->category;
    out.to_ids = type->to_ids;
  }
  read_attribute(from, out);
  // A sharing group that is not named is nobody's.
  if (out.distribution == 4) out.distribution = 0;
  out.uuid = given(from, "uuid") ? folded(text_of(from, "uuid")) : world.store.new_uuid();
  const GivenTime time = given_time(from);
  out.timestamp = time.kind == GivenTime::Kind::kGiven ? time.seconds : world.store.now;
  return out;
}

std::optional<Refusal> refusal_of(World& world, Event& event, bool in_object, Attribute& draft) {
  if (auto refusal = normalise(draft, *world.filter)) return refusal;
  if (world.store.attributes.contains(draft.uuid))
    return Refusal{"uuid", "The UUID provided is not unique"};
  if (in_object) return std::nullopt;
  const bool similar =
      std::any_of(event.attributes.begin(), event.attributes.end(),
                  [&](const Attribute& each) { return is_similar(each, draft) && !each.deleted; });
  if (similar) return Refusal{"value", "A similar attribute already exists for this event."};
  return std::nullopt;
}

bool EventWriter::put_attribute(const Json& from, const std::string& object_uuid) {
  const std::string uuid = folded(text_of(from, "uuid"));
  if (!begin_element(uuid) || has_too_long_comment(from)) return false;
  if (given_time(from).kind == GivenTime::Kind::kBroken) return false;
  const auto known = world_.store.attributes.find(uuid);
  if (known == world_.store.attributes.end()) return add_attribute(from, object_uuid);
  if (mode_ == Mode::kAdd) return true;
  const AttributePlace place = known->second;
  const bool here = place.event->id == event_id_ &&
                    (place.object ? place.object->uuid : std::string()) == object_uuid;
  return here ? change_attribute(place, from) : true;
}

bool EventWriter::change_attribute(AttributePlace place, const Json& from) {
  Attribute& stored = *place.attribute;
  const GivenTime time = given_time(from);
  if (time.kind == GivenTime::Kind::kGiven && time.seconds <= stored.timestamp) return true;
  Attribute changed = stored;
  read_attribute(from, changed);
  if (normalise(changed, *world_.filter)) return true;
  changed.timestamp = time.kind == GivenTime::Kind::kGiven ? time.seconds : world_.store.now;
  stored = changed;
  merge_tags(world_, account_, from, stored.tags);
  return true;
}

bool EventWriter::add_attribute(const Json& from, const std::string& object_uuid) {
  Event& to = *event();
  Object* object = nullptr;
  if (!object_uuid.empty()) {
    const auto found = world_.store.objects.find(object_uuid);
    if (found == world_.store.objects.end()) return true;
    object = found->second.object;
  }
  Attribute draft = draft_attribute(world_, from);
  if (object && draft.relation.empty()) return true;
  if (refusal_of(world_, to, object != nullptr, draft)) return true;
  draft.id = ++world_.store.last_attribute;
  merge_tags(world_, account_, from, draft.tags);
  Attribute& made = (object ? object->attributes : to.attributes).emplace_back(std::move(draft));
  world_.store.attributes[made.uuid] = {&to, object, &made};
  return true;
}

}  // namespace rulemap::simulated
