#include "contract/misp/actions.h"
#include "contract/misp/tagging.h"

namespace rulemap::simulated::actions {
namespace {

struct Target {
  Event* event = nullptr;
  std::vector<AttachedTag>* tags = nullptr;
  Attribute* attribute = nullptr;

  std::string name() const {
    return attribute ? "Attribute(" + std::to_string(attribute->id) + ")"
                     : "Event(" + std::to_string(event->id) + ")";
  }
  std::string kind() const { return attribute ? "Attribute" : "Event"; }
};

// By uuid only.
Target target_of(World& world, const Account& account, const std::string& uuid) {
  Target out;
  if (const auto place = world.store.attributes.find(folded(uuid));
      place != world.store.attributes.end())
    out = {place->second.event, &place->second.attribute->tags, place->second.attribute};
  else if (Event* event = is_uuid(uuid) ? world.store.event(uuid) : nullptr)
    out = {event, &event->tags};
  return out.event && sees(account, *out.event) ? out : Target();
}

// What both ways of changing tags refuse alike.
std::optional<Answer> refusal_of(World& world, const Call& call, Target& to) {
  if (call.method != "POST")
    return refused(405, "This method is only accessible via POST requests.", call.path);
  if (!given(call.body, "tag")) return refused(405, "Invalid tag", call.path);
  to = target_of(world, call.account, text_of(call.body, "uuid"));
  if (!to.event) return refused(404, "Invalid Target.", call.path);
  if (!owns(call.account, *to.event))
    return refused(403,
                   "Cannot alter the tags of this data, only the organisation that has created the "
                   "data (orgc) can modify global tags.",
                   call.path);
  return std::nullopt;
}

void touch_target(World& world, const Target& target) {
  touch(world, *target.event);
  if (target.attribute) target.attribute->timestamp = world.store.now;
}

std::vector<std::string> names_of(const Call& call) {
  const Json* tag = member(call.body, "tag");
  std::vector<std::string> out;
  for (const Json* each : list_of(tag)) out.push_back(text_of(each));
  if (out.empty()) out.push_back(text_of(tag));
  return out;
}

Json tag_json(const TagRow& tag, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(tag.id), pool);
  put(out, "name", tag.name, pool);
  put(out, "colour", tag.colour, pool);
  put(out, "exportable", Json(true), pool);
  put(out, "org_id", integer(0), pool);
  put(out, "user_id", integer(0), pool);
  put(out, "hide_tag", Json(false), pool);
  put(out, "numerical_value", Json(), pool);
  put(out, "is_galaxy", Json(tag.is_galaxy), pool);
  put(out, "is_custom_galaxy", Json(tag.is_custom_galaxy), pool);
  put(out, "local_only", Json(false), pool);
  return out;
}

bool is_colour(const std::string& text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

Answer not_attached(const Call& call, std::string_view why) {
  return not_saved("Could not attachTagToObject Tag", call.path,
                   "Failed to attach 1 tags. Reasons: {\"0\":\"" + std::string(why) + "\"}");
}

}  // namespace

Answer attach_tag(World& world, const Call& call, Pace&) {
  Target target;
  if (auto refusal = refusal_of(world, call, target)) return std::move(*refusal);
  if (is_true(member(call.body, "local")))
    return not_attached(call, "Local tags can only be added by users of the host organisation.");
  const auto names = names_of(call);
  bool added = false;
  std::string last;
  for (const std::string& name : names) {
    if (!world.store.tag(name) && !call.account.role.tag_editor)
      return not_attached(call, "Tag not found and insufficient privileges to create it.");
    const TagRow& tag = world.store.make_tag(name);
    added = attach(world.store, *target.tags, tag);
    if (added) touch_target(world, target);
    last = tag.name + "(" + std::to_string(tag.id) + ")";
  }
  if (names.size() > 1)
    return done(
        "Successfully attached " + std::to_string(names.size()) + " tags to " + target.kind(),
        call.path);
  if (!added)
    return done(target.kind() +
                    " already has the requested tag attached, no changes had to be made for tag " +
                    names[0] + ".",
                call.path);
  return done("Global tag " + last + " successfully attached to " + target.name() + ".", call.path);
}

Answer remove_tag(World& world, const Call& call, Pace&) {
  Target target;
  if (auto refusal = refusal_of(world, call, target)) return std::move(*refusal);
  const std::string name = text_of(call.body, "tag");
  const TagRow* tag = world.store.tag(name);
  if (!tag || !detach(*target.tags, tag->id))
    return refused(404, "Could not remove tag as it is not attached to the target " + target.kind(),
                   call.path);
  touch_target(world, target);
  return done("Global tag " + name + " (" + std::to_string(tag->id) +
                  ") successfully removed from " + target.name() + ".",
              call.path);
}

Answer add_tag(World& world, const Call& call, Pace&) {
  const Json& form = call.data("Tag");
  const std::string colour = text_of(form, "colour");
  if (!colour.empty() && !is_colour(colour))
    return refused(405,
                   "Could not add the Tag. [colour]: Colour has to be in the RGB format (#FFFFFF)",
                   call.path);
  const TagRow& tag = world.store.make_tag(text_of(form, "name"), colour);
  Answer out;
  out.json.SetObject();
  put(out.json, "Tag", tag_json(tag, out.pool()), out.pool());
  return out;
}

Answer search_tags(World& world, const Call& call, Pace&) {
  Answer out;
  out.json.SetArray();
  if (!given(call.body, "tag")) return out;
  for (const std::string& name : names_of(call)) {
    const TagRow* tag = world.store.tag(name);
    if (!tag) continue;
    Json row(rapidjson::kObjectType);
    put(row, "Tag", tag_json(*tag, out.pool()), out.pool());
    if (const ClusterRow* cluster = world.galaxies.cluster_by_tag(tag->name))
      put(row, "GalaxyCluster", cluster_json(*cluster, out.pool()), out.pool());
    out.json.PushBack(row, out.pool());
  }
  return out;
}

}  // namespace rulemap::simulated::actions
