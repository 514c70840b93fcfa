#include "contract/misp/actions.h"

namespace rulemap::simulated::actions {
namespace {

bool holds(std::string_view text, const std::string& wanted) {
  return folded(text).find(folded(wanted)) != std::string::npos;
}

Json wrapped(Json row, std::string_view in, Pool& pool) {
  Json out(rapidjson::kObjectType);
  out.AddMember(text(in, pool), row, pool);
  return out;
}

bool matches(const ClusterRow& row, const std::string& wanted) {
  return holds(row.value, wanted) || holds(row.description, wanted) || holds(row.uuid, wanted);
}

bool is_in_context(const ClusterRow& row, const std::string& context) {
  if (row.deleted) return false;
  if (context == "default") return row.shipped;
  if (context == "custom") return !row.shipped;
  return true;
}

std::string asked(const Call& call, const char* name) {
  const auto named = call.route.named.find(name);
  return named == call.route.named.end() ? text_of(call.body, name) : named->second;
}

}  // namespace

Answer index_galaxies(World& world, const Call& call, Pace&) {
  const std::string wanted = text_of(call.body, "value");
  Answer out;
  out.json.SetArray();
  for (const auto& [id, row] : world.galaxies.galaxies()) {
    if (!holds(row.name, wanted) && !holds(row.type, wanted) && !holds(row.description, wanted))
      continue;
    out.json.PushBack(wrapped(galaxy_json(row, out.pool()), "Galaxy", out.pool()), out.pool());
  }
  return out;
}

Answer view_galaxy(World& world, const Call& call, Pace&) {
  const GalaxyRow* galaxy = world.galaxies.find(call.route.first());
  if (!galaxy) return refused(404, "Invalid Galaxy.", call.path);
  Answer out;
  out.json.SetObject();
  put(out.json, "Galaxy", galaxy_json(*galaxy, out.pool()), out.pool());
  Json clusters(rapidjson::kArrayType);
  for (const auto& [id, row] : world.galaxies.clusters())
    if (row.galaxy_id == galaxy->id) clusters.PushBack(cluster_json(row, out.pool()), out.pool());
  put(out.json, "GalaxyCluster", std::move(clusters), out.pool());
  return out;
}

Answer index_clusters(World& world, const Call& call, Pace&) {
  const GalaxyRow* galaxy = world.galaxies.find(call.route.first());
  if (!galaxy) return refused(404, "Invalid Galaxy.", call.path);
  const std::string context = asked(call, "context"), wanted = asked(call, "searchall");
  Answer out;
  out.json.SetArray();
  for (const auto& [id, row] : world.galaxies.clusters())
    if (row.galaxy_id == galaxy->id && is_in_context(row, context) && matches(row, wanted))
      out.json.PushBack(wrapped(cluster_json(row, out.pool()), "GalaxyCluster", out.pool()),
                        out.pool());
  return out;
}

}  // namespace rulemap::simulated::actions
