#include "contract/misp/actions.h"
#include "contract/misp/event_json.h"
#include "contract/misp/event_writer.h"
#include "contract/misp/tagging.h"

namespace rulemap::simulated::actions {
namespace {

struct Added {
  Json stored = Json(rapidjson::kArrayType);
  Json errors = Json(rapidjson::kObjectType);
  Refusal last = {};
};

Json stored_json(World& world, const Event& event, const Attribute& attribute, Pool& pool) {
  Json out = attribute_json(attribute, event, nullptr, pool);
  put(out, "value1", attribute.value, pool);
  put(out, "value2", "", pool);
  if (!attribute.tags.empty()) put(out, "Tag", tags_json(world, attribute.tags, pool), pool);
  return out;
}

Json field_errors(const Refusal& refusal, Pool& pool) {
  Json list(rapidjson::kArrayType);
  list.PushBack(text(refusal.message, pool), pool);
  Json out(rapidjson::kObjectType);
  out.AddMember(text(refusal.field, pool), list, pool);
  return out;
}

void add_one(World& world, const Call& call, Event& event, const Json& from, std::size_t index,
             Added& to, Pool& pool) {
  Attribute draft = draft_attribute(world, from);
  if (auto refusal = refusal_of(world, event, false, draft)) {
    to.errors.AddMember(text("attribute_" + std::to_string(index), pool),
                        field_errors(*refusal, pool), pool);
    to.last = *refusal;
    return;
  }
  draft.id = ++world.store.last_attribute;
  merge_tags(world, call.account, from, draft.tags);
  Attribute& made = event.attributes.emplace_back(std::move(draft));
  world.store.attributes[made.uuid] = {&event, nullptr, &made};
  to.stored.PushBack(stored_json(world, event, made, pool), pool);
}

// One that is stored is no list, though it came in one (32z7).
Answer added_answer(Answer out, Added added) {
  out.json.SetObject();
  Pool& pool = out.pool();
  if (added.stored.Size() > 1) {
    put(out.json, "Attribute", std::move(added.stored), pool);
  } else {
    Json tags(rapidjson::kArrayType);
    Json& stored = added.stored[0u];
    if (stored.HasMember("Tag")) {
      for (Json& each : stored["Tag"].GetArray()) {
        Json row(rapidjson::kObjectType);
        put(row, "Tag", Json(each, pool), pool);
        tags.PushBack(row, pool);
      }
      stored.RemoveMember("Tag");
    }
    put(out.json, "Attribute", Json(stored, pool), pool);
    put(out.json, "AttributeTag", std::move(tags), pool);
  }
  if (!added.errors.ObjectEmpty()) put(out.json, "errors", std::move(added.errors), pool);
  return out;
}

AttributePlace* seen_attribute(World& world, const Call& call) {
  AttributePlace* place = world.store.attribute(call.route.first());
  return place && sees(call.account, *place->event) ? place : nullptr;
}

}  // namespace

Answer add_attributes(World& world, const Call& call, Pace&) {
  if (call.method != "POST") return described(call.route.controller, call.route.action);
  Event* event = seen_event(world, call.account, call.route.first());
  if (!event) return refused(404, "Invalid event", call.path);
  if (!owns(call.account, *event))
    return refused(403, "You do not have permission to do that.", call.path);
  const Json& form = call.data("Attribute");
  const bool batch = form.IsArray();
  Answer out;
  Added added;
  std::vector<const Json*> all = list_of(&form);
  const Json nothing(rapidjson::kObjectType);
  if (all.empty()) all.push_back(&nothing);
  for (const Json* each : all)
    if (has_too_long_comment(*each)) return internal_error(call.path);
  for (std::size_t i = 0; i < all.size(); ++i)
    add_one(world, call, *event, *all[i], i, added, out.pool());
  if (!added.stored.Empty()) {
    touch(world, *event);
    return added_answer(std::move(out), std::move(added));
  }
  if (!batch)
    return not_saved("Could not add Attribute", "/attributes/add", "", added.last.field,
                     added.last.message);
  Answer none = not_saved("Could not add Attribute", "/attributes/add", "");
  none.json["errors"].CopyFrom(added.errors, none.pool());
  return none;
}

Answer edit_attribute(World& world, const Call& call, Pace&) {
  AttributePlace* place = seen_attribute(world, call);
  if (!place) return refused(404, "Invalid attribute", call.path);
  if (!owns(call.account, *place->event))
    return refused(403, "You do not have permission to do that.", call.path);
  const Json& form = call.data("Attribute");
  const GivenTime time = given_time(form);
  Attribute& stored = *place->attribute;
  if (time.kind == GivenTime::Kind::kGiven && time.seconds <= stored.timestamp)
    return refused(405,
                   "Attribute could not be saved: Attribute in the request not newer than the "
                   "local copy.",
                   call.path);
  Attribute changed = stored;
  read_attribute(form, changed);
  if (const auto refusal = normalise(changed, *world.filter))
    return not_saved("Could not edit Attribute", "/attributes/edit", "", refusal->field,
                     refusal->message);
  changed.timestamp = time.kind == GivenTime::Kind::kGiven ? time.seconds : world.store.now;
  stored = changed;
  touch(world, *place->event);
  Answer out;
  out.json.SetObject();
  Json shown = attribute_json(stored, *place->event, place->object, out.pool());
  put(shown, "Tag", tags_json(world, stored.tags, out.pool()), out.pool());
  put(out.json, "Attribute", std::move(shown), out.pool());
  return out;
}

Answer view_attribute(World& world, const Call& call, Pace&) {
  const AttributePlace* place = seen_attribute(world, call);
  if (!place || place->attribute->deleted) return refused(405, "Invalid attribute", call.path);
  Answer out;
  out.json.SetObject();
  Json shown = attribute_json(*place->attribute, *place->event, place->object, out.pool());
  put(shown, "event_uuid", place->event->uuid, out.pool());
  if (!place->attribute->tags.empty())
    put(shown, "Tag", tags_json(world, place->attribute->tags, out.pool()), out.pool());
  put(out.json, "Attribute", std::move(shown), out.pool());
  return out;
}

}  // namespace rulemap::simulated::actions
