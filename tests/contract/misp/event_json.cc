#include "contract/misp/event_json.h"

#include "contract/misp/element_json.h"

namespace rulemap::simulated {
namespace {

using Deleted = ViewOptions::Deleted;

std::int64_t attribute_count(const Event& event) {
  std::size_t count = event.attributes.size();
  for (const Object& each : event.objects) count += each.attributes.size();
  return static_cast<std::int64_t>(count);
}

void put_head(const View& view, Json& out) {
  const Event& event = view.event;
  Pool& pool = view.pool;
  put(out, "id", integer(event.id), pool);
  put(out, "orgc_id", integer(event.orgc.id), pool);
  put(out, "org_id", integer(event.org.id), pool);
  put(out, "date", event.date, pool);
  put(out, "threat_level_id", integer(event.threat_level), pool);
  put(out, "info", event.info, pool);
  put(out, "published", Json(event.published), pool);
  put(out, "uuid", event.uuid, pool);
  put(out, "attribute_count", integer(attribute_count(event)), pool);
  put(out, "analysis", integer(event.analysis), pool);
  put(out, "timestamp", integer(event.timestamp), pool);
  put(out, "distribution", integer(event.distribution), pool);
  put(out, "proposal_email_lock", Json(false), pool);
  put(out, "locked", Json(false), pool);
  put(out, "publish_timestamp", integer(event.publish_timestamp), pool);
  put(out, "sharing_group_id", integer(0), pool);
  put(out, "disable_correlation", Json(event.disable_correlation), pool);
  put(out, "extends_uuid", event.extends_uuid, pool);
  put(out, "protected", Json(), pool);
  if (owns(view.account, event) && view.account.role.audit)
    put(out, "event_creator_email", event.creator, pool);
  put(out, "Org", organisation_json(event.org, pool), pool);
  put(out, "Orgc", organisation_json(event.orgc, pool), pool);
}

}  // namespace

ViewOptions view_options(const Route& route) {
  ViewOptions out;
  out.exclude_galaxy = route.has("excludeGalaxy");
  const auto deleted = route.named.find("deleted");
  if (route.has("deleted"))
    out.deleted = deleted->second == "only" ? Deleted::kOnly : Deleted::kShown;
  return out;
}

Json organisation_json(const Organisation& organisation, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(organisation.id), pool);
  put(out, "name", organisation.name, pool);
  put(out, "uuid", organisation.uuid, pool);
  put(out, "local", Json(true), pool);
  return out;
}

Json event_json(World& world, const Account& account, const Event& event,
                const ViewOptions& options, Pool& pool) {
  const View view{world, account, event, options, pool};
  Json out(rapidjson::kObjectType);
  put_head(view, out);
  if (!options.metadata) {
    put(out, "Attribute", attributes_json(view, event.attributes, nullptr), pool);
    put(out, "ShadowAttribute", Json(rapidjson::kArrayType), pool);
  }
  put(out, "RelatedEvent", Json(rapidjson::kArrayType), pool);
  put(out, "Galaxy", galaxies_json(view, event.tags), pool);
  if (!options.metadata) {
    put(out, "Object", objects_json(view), pool);
    put(out, "EventReport", reports_json(view), pool);
  }
  put(out, "CryptographicKey", Json(rapidjson::kArrayType), pool);
  if (!event.tags.empty()) put(out, "Tag", tags_json(world, event.tags, pool), pool);
  return out;
}

Answer event_answer(World& world, const Account& account, const Event& event,
                    const ViewOptions& options) {
  Answer out;
  out.json.SetObject();
  put(out.json, "Event", event_json(world, account, event, options, out.pool()), out.pool());
  return out;
}

}  // namespace rulemap::simulated
