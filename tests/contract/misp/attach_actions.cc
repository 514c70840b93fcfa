// Clusters are attached by their numbers, which makes their tags.
#include <charconv>

#include "contract/misp/actions.h"
#include "contract/misp/tagging.h"

namespace rulemap::simulated::actions {
namespace {

// What clusters are attached to.
struct Target {
  Event* event;
  std::vector<AttachedTag>* tags;
  Attribute* attribute = nullptr;
};

// PHP's (int): the digits in front, so that the uuid of an attribute is the number of another.
int leading_number(std::string_view text) {
  int out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

std::optional<Answer> add_attribute_target(World& world, const Call& call, std::string_view id,
                                           std::vector<Target>& to) {
  AttributePlace* place = world.store.attribute(std::to_string(leading_number(id)));
  if (!place || !sees(call.account, *place->event))
    return refused(404, "Invalid attribute.", call.path);
  to.push_back({place->event, &place->attribute->tags, place->attribute});
  return std::nullopt;
}

std::optional<Answer> find_targets(World& world, const Call& call, const Json& form,
                                   std::vector<Target>& to) {
  const std::string id = call.route.first();
  const std::string kind = call.route.passed.size() > 1 ? call.route.passed[1] : "event";
  if (kind == "attribute" && id == "selected") {
    Document ids;
    if (!parse_json(text_of(form, "attribute_ids"), ids)) return bad_json(call.path);
    for (const Json* each : list_of(&ids))
      if (auto refusal = add_attribute_target(world, call, text_of(each), to)) return refusal;
  } else if (kind == "attribute") {
    if (auto refusal = add_attribute_target(world, call, id, to)) return refusal;
  } else {
    Event* event = seen_event(world, call.account, id);
    if (!event) return refused(404, "Invalid event.", call.path);
    to.push_back({event, &event->tags});
  }
  if (to.empty()) return refused(404, "Invalid attribute.", call.path);
  for (const Target& each : to)
    if (!owns(call.account, *each.event))
      return refused(403, "No permission to attach this cluster to given target.", call.path);
  return std::nullopt;
}

// The cluster by its number alone, also as text; never by its uuid.
ClusterRow* cluster_of(World& world, const Json* id) {
  const auto number = number_of(id);
  ClusterRow* row = number ? world.galaxies.cluster(static_cast<int>(*number)) : nullptr;
  return row && !row->deleted ? row : nullptr;
}

bool attach_to(World& world, const ClusterRow& cluster, const Target& target) {
  const TagRow& tag = world.store.make_tag(cluster.tag_name);
  if (!attach(world.store, *target.tags, tag)) return false;
  touch(world, *target.event);
  if (target.attribute) target.attribute->timestamp = world.store.now;
  return true;
}

Answer attached_answer(bool added) {
  Answer out;
  out.json.SetObject();
  put(out.json, "saved", Json(true), out.pool());
  put(out.json, "success", added ? "Cluster attached." : "Cluster already attached.", out.pool());
  put(out.json, "check_publish", Json(true), out.pool());
  return out;
}

Answer form_page(const Call& call) {
  Answer out = html(200, "<form action=\"" + call.path + "\" method=\"post\"></form>");
  out.type = "application/json; charset=UTF-8";
  return out;
}

}  // namespace

Answer attach_cluster(World& world, const Call& call, Pace&) {
  const Json& form = call.data("Galaxy");
  std::vector<Target> targets;
  if (auto refusal = find_targets(world, call, form, targets)) return std::move(*refusal);
  const ClusterRow* cluster = cluster_of(world, member(form, "target_id"));
  if (!cluster) return refused(404, "Invalid Galaxy cluster", call.path);
  return attached_answer(attach_to(world, *cluster, targets.front()));
}

Answer attach_clusters(World& world, const Call& call, Pace& pace) {
  if (call.method == "GET") return form_page(call);
  const Json* form = given(call.body, "Galaxy");
  const Json* list = form ? given(*form, "target_ids") : nullptr;
  if (list && list->IsArray()) return internal_error(call.path);
  const std::string said = text_of(list);
  if (said.empty()) return not_done("Failed to parse request.");
  Document ids;
  if (!parse_json(said, ids)) return bad_json(call.path);
  if (list_of(&ids).empty()) return not_done("No clusters picked.");
  std::vector<Target> targets;
  if (auto refusal = find_targets(world, call, *form, targets)) return std::move(*refusal);
  pace.begin(*targets.front().event, std::vector<std::string>(list_of(&ids).size()));
  const int event_id = targets.front().event->id;
  bool added = false;
  for (const Json* each : list_of(&ids)) {
    if (!pace.next(world, event_id, "")) return internal_error(call.path);
    targets.clear();  // the pace may have let others change them
    if (auto refusal = find_targets(world, call, *form, targets)) return std::move(*refusal);
    const ClusterRow* cluster = cluster_of(world, each);
    if (!cluster) return refused(404, "Invalid Galaxy cluster", call.path);
    for (const Target& target : targets) added = attach_to(world, *cluster, target);
  }
  if (!call.ajax) return redirect(world.base_url + "/", "application/json; charset=UTF-8");
  return attached_answer(added);  // of the last, as recorded
}

}  // namespace rulemap::simulated::actions
