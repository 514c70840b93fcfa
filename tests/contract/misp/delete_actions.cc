#include "contract/misp/actions.h"
#include "contract/misp/deletion.h"

namespace rulemap::simulated {

void delete_element(World& world, AttributePlace place, bool hard) {
  touch(world, *place.event);
  if (hard) return world.store.erase(place);
  place.attribute->deleted = true;
  place.attribute->timestamp = world.store.now;
}

void delete_element(World& world, ObjectPlace place, bool hard) {
  touch(world, *place.event);
  if (hard) return world.store.erase(place);
  place.object->deleted = true;
  place.object->timestamp = world.store.now;
  for (Attribute& each : place.object->attributes) each.deleted = true;
  // As 131 shows it: what pointed to it goes with it.
  for (Object& other : place.event->objects)
    for (Reference& each : other.references)
      if (each.referenced_uuid == place.object->uuid) each.deleted = true;
}

void delete_element(World& world, ReferencePlace place, bool hard) {
  touch(world, *place.event);
  if (hard) return world.store.erase(place);
  place.reference->deleted = true;
  place.reference->timestamp = world.store.now;
}

namespace actions {
namespace {

bool is_hard(const Call& call) {
  return call.route.passed.size() > 1 && call.route.passed[1] == "1";
}

// Found, seen and the account's own; else what is said of it.
template <typename Place>
std::optional<Answer> refusal_to_delete(const Call& call, const Place* place, const char* unknown) {
  if (!place || !sees(call.account, *place->event)) return refused(404, unknown, call.path);
  if (!owns(call.account, *place->event))
    return refused(403, "You do not have permission to do that.", call.path);
  return std::nullopt;
}

}  // namespace

Answer delete_attribute(World& world, const Call& call, Pace&) {
  const AttributePlace* place = world.store.attribute(call.route.first());
  if (auto refusal = refusal_to_delete(call, place, "Invalid attribute"))
    return std::move(*refusal);
  delete_element(world, *place, is_hard(call));
  Answer out;
  out.json.SetObject();
  put(out.json, "message", "Attribute deleted.", out.pool());
  return out;
}

Answer delete_object(World& world, const Call& call, Pace&) {
  const ObjectPlace* place = world.store.object(call.route.first());
  if (auto refusal = refusal_to_delete(call, place, "Invalid object")) return std::move(*refusal);
  const int event_id = place->event->id;
  delete_element(world, *place, is_hard(call));
  return done("Object deleted", "/objects/delete/" + std::to_string(event_id), event_id);
}

Answer delete_reference(World& world, const Call& call, Pace&) {
  const ReferencePlace* place = world.store.reference(call.route.first());
  if (auto refusal = refusal_to_delete(call, place, "Invalid object reference"))
    return std::move(*refusal);
  const int id = place->reference->id;
  delete_element(world, *place, is_hard(call));
  return done("ObjectReference deleted", "/object_references/delete/" + std::to_string(id), id);
}

// 85: MISP refuses its own reports here; events/edit takes them.
Answer add_report(World& world, const Call& call, Pace&) {
  const Event* event = seen_event(world, call.account, call.route.first());
  if (!event) return refused(404, "Invalid event", call.path);
  return not_saved("Could not add EventReport", "/event_reports/add", "numeric");
}

}  // namespace actions
}  // namespace rulemap::simulated
