#include "contract/misp/actions.h"
#include "contract/misp/event_json.h"

namespace rulemap::simulated::actions {
namespace {

Json user_json(const Account& account, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(account.id), pool);
  put(out, "org_id", integer(account.organisation.id), pool);
  put(out, "email", account.email, pool);
  put(out, "role_id", integer(account.role.id), pool);
  put(out, "disabled", Json(account.disabled), pool);
  return out;
}

Json role_json(const Role& role, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(role.id), pool);
  put(out, "name", role.name, pool);
  put(out, "perm_add", Json(role.add), pool);
  put(out, "perm_modify", Json(role.add), pool);
  put(out, "perm_modify_org", Json(role.add), pool);
  put(out, "perm_publish", Json(role.publish), pool);
  put(out, "perm_sync", Json(role.sync), pool);
  put(out, "perm_site_admin", Json(role.site_admin), pool);
  put(out, "perm_auth", Json(true), pool);
  put(out, "perm_tagger", Json(role.tagger), pool);
  put(out, "perm_tag_editor", Json(role.tag_editor), pool);
  put(out, "perm_galaxy_editor", Json(role.galaxy_editor), pool);
  put(out, "enforce_rate_limit", Json(role.rate_limited), pool);
  return out;
}

}  // namespace

Answer version(World& world, const Call& call, Pace&) {
  const Role& role = call.account.role;
  Answer out;
  Pool& pool = out.pool();
  out.json.SetObject();
  put(out.json, "version", world.settings.version, pool);
  put(out.json, "pymisp_recommended_version", world.settings.version, pool);
  put(out.json, "perm_sync", Json(role.sync), pool);
  put(out.json, "perm_sighting", Json(role.add), pool);
  put(out.json, "perm_galaxy_editor", Json(role.galaxy_editor), pool);
  put(out.json, "perm_analyst_data", Json(role.add), pool);
  put(out.json, "uuid", role.site_admin ? own_organisation().uuid : "-", pool);
  Json encodings(rapidjson::kArrayType);
  if (world.settings.takes_gzip) encodings.PushBack(text("gzip", pool), pool);
  put(out.json, "request_encoding", std::move(encodings), pool);
  put(out.json, "filter_sightings", Json(true), pool);
  return out;
}

Answer me(World&, const Call& call, Pace&) {
  if (call.route.first() != "me") return refused(404, "Invalid user", call.path);
  Answer out;
  Pool& pool = out.pool();
  out.json.SetObject();
  put(out.json, "User", user_json(call.account, pool), pool);
  put(out.json, "Role", role_json(call.account.role, pool), pool);
  put(out.json, "UserSetting", Json(rapidjson::kArrayType), pool);
  put(out.json, "Organisation", organisation_json(call.account.organisation, pool), pool);
  return out;
}

}  // namespace rulemap::simulated::actions
