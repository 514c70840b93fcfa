#include "contract/misp/galaxies.h"

#include <algorithm>

#include "contract/misp/store.h"

namespace rulemap::simulated {

Galaxies::Galaxies() {
  const auto shipped = [this](int id, const char* uuid, const char* name, const char* type) {
    galaxies_.emplace(id, GalaxyRow{id, uuid, name, type, std::string(name) + ", simulated"});
  };
  shipped(47, "c4e851fa-775f-11e7-8163-b774922098cd", "Attack Pattern", "mitre-attack-pattern");
  shipped(104, "9cf7cd2e-d5f1-48c4-9909-7896ba1c96b2", "Sigma-Rules", "sigma-rules");
}

GalaxyRow* Galaxies::find(std::string_view wanted) {
  for (auto& [id, row] : galaxies_)
    if (row.type == wanted || row.uuid == wanted || std::to_string(id) == wanted) return &row;
  return nullptr;
}

GalaxyRow& Galaxies::make(GalaxyRow row) {
  row.id = ++last_galaxy_;
  return galaxies_.emplace(row.id, std::move(row)).first->second;
}

ClusterRow* Galaxies::cluster(int id) {
  const auto found = clusters_.find(id);
  return found == clusters_.end() ? nullptr : &found->second;
}

ClusterRow* Galaxies::cluster_by_uuid(std::string_view uuid) {
  const auto found = by_uuid_.find(folded(uuid));
  return found == by_uuid_.end() ? nullptr : cluster(found->second);
}

ClusterRow* Galaxies::cluster_by_tag(std::string_view tag_name) {
  const auto found = by_tag_.find(folded(tag_name));
  return found == by_tag_.end() ? nullptr : cluster(found->second);
}

ClusterRow* Galaxies::cluster_by_value(std::string_view type, std::string_view value) {
  for (auto& [id, row] : clusters_)
    if (row.type == type && row.value == value && !row.deleted) return &row;
  return nullptr;
}

ClusterRow& Galaxies::make(ClusterRow row) {
  row.id = ++last_cluster_;
  const std::string& name = row.shipped ? row.value : row.uuid;
  row.tag_name = "misp-galaxy:" + row.type + "=\"" + name + "\"";
  by_tag_[folded(row.tag_name)] = row.id;
  by_uuid_[folded(row.uuid)] = row.id;
  return clusters_.emplace(row.id, std::move(row)).first->second;
}

ClusterRow& Galaxies::renumber(ClusterRow& row) {
  ClusterRow moved = row;
  clusters_.erase(row.id);
  return make(std::move(moved));
}

int Galaxies::load(std::string_view type, const Json& file) {
  const Json* values = member(file, "values");
  if (!values || !values->IsArray()) return -1;
  GalaxyRow* galaxy = find(type);
  if (!galaxy) galaxy = &make({0, text_of(file, "uuid"), text_of(file, "name"), std::string(type)});
  int count = 0;
  for (const Json* each : list_of(values)) {
    ClusterRow row{0,
                   galaxy->id,
                   text_of(*each, "uuid"),
                   text_of(file, "uuid"),
                   galaxy->type,
                   text_of(*each, "value")};
    if (row.uuid.empty() || row.value.empty()) continue;
    row.description = text_of(*each, "description");
    row.version = number_of(file, "version").value_or(1);
    make(std::move(row));
    ++count;
  }
  return count;
}

Json galaxy_json(const GalaxyRow& row, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(row.id), pool);
  put(out, "uuid", row.uuid, pool);
  put(out, "name", row.name, pool);
  put(out, "type", row.type, pool);
  put(out, "description", row.description, pool);
  put(out, "version", row.version, pool);
  put(out, "icon", row.icon, pool);
  put(out, "namespace", row.name_space, pool);
  put(out, "enabled", Json(true), pool);
  put(out, "local_only", Json(false), pool);
  return out;
}

Json cluster_json(const ClusterRow& row, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(row.id), pool);
  put(out, "uuid", row.uuid, pool);
  put(out, "collection_uuid", row.collection_uuid, pool);
  put(out, "type", row.type, pool);
  put(out, "value", row.value, pool);
  put(out, "tag_name", row.tag_name, pool);
  put(out, "description", row.description, pool);
  put(out, "galaxy_id", integer(row.galaxy_id), pool);
  put(out, "source", row.source, pool);
  Json authors(rapidjson::kArrayType);
  for (const std::string& each : row.authors) authors.PushBack(text(each, pool), pool);
  put(out, "authors", std::move(authors), pool);
  put(out, "version", integer(row.version), pool);
  put(out, "distribution", integer(row.distribution), pool);
  put(out, "sharing_group_id", Json(), pool);
  put(out, "org_id", integer(row.orgc.id), pool);
  put(out, "orgc_id", integer(row.orgc.id), pool);
  put(out, "default", Json(row.shipped), pool);
  put(out, "locked", Json(!row.shipped), pool);
  put(out, "extends_uuid", "", pool);
  put(out, "extends_version", integer(0), pool);
  put(out, "published", Json(false), pool);
  put(out, "deleted", Json(row.deleted), pool);
  return out;
}

}  // namespace rulemap::simulated
