#include "cluster_file.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "rulemap/ids/attack.h"
#include "rulemap/paths/find_files.h"

namespace rulemap::attack_map {
namespace {

constexpr std::size_t kMaxBytes = 64u << 20;  // the edition of ATT&CK v19 has 2.7 MB
constexpr std::uint32_t kMaxDepth = 16;       // galaxies nest five levels deep

constexpr const char* kWanted = "the file mitre-attack-pattern.json of a MISP galaxy is wanted";

Result<std::string> read(const std::string& path) {
  auto text = paths::read_text_file(path, kMaxBytes);
  if (!text.ok()) return Error{text.error().message + "; " + kWanted, path};
  return text;
}

// "kill_chain": ["attack-Windows:execution", ...] has a tactic once for each platform.
std::vector<std::string> tactics_of(Doc meta) {
  std::vector<std::string> out;
  for (Doc phase : meta["kill_chain"]) {
    const std::string_view text = phase.text().value_or("");
    out.emplace_back(text.substr(text.rfind(':') + 1));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string name_in(std::string_view cluster, const std::string& id) {
  const std::string suffix = " - " + id;
  if (cluster.ends_with(suffix)) cluster.remove_suffix(suffix.size());
  return std::string(cluster);
}

using IdsByUuid = std::unordered_map<std::string_view, std::string_view>;

std::string successor_of(Doc value, const IdsByUuid& ids) {
  if (!value["revoked"].boolean().value_or(false)) return {};
  for (Doc relation : value["related"]) {
    if (relation.text("type") != "revoked-by") continue;
    const auto uuid = relation.text("dest-uuid");
    const auto found = uuid ? ids.find(*uuid) : ids.end();
    if (found != ids.end()) return std::string(found->second);
  }
  return {};
}

std::string_view id_of(Doc value) {
  const std::string_view id = value["meta"].text("external_id").value_or("");
  return ids::is_technique_id(id) ? id : std::string_view{};
}

}  // namespace

Result<TechniqueTable> table_from_cluster(Doc file, const std::string& path) {
  const Doc values = file["values"];
  if (!values.is_list())
    return Error{std::string("the list `values` is missing; ") + kWanted, path};
  IdsByUuid ids;
  for (Doc value : values) {
    if (const auto uuid = value.text("uuid")) ids.emplace(*uuid, id_of(value));
  }
  std::vector<KnownTechnique> all;
  for (Doc value : values) {
    const std::string id(id_of(value));
    const std::string cluster(value.text("value").value_or(""));
    if (id.empty() || cluster.empty()) continue;
    all.push_back(
        {id, name_in(cluster, id), cluster, tactics_of(value["meta"]), successor_of(value, ids)});
  }
  if (all.empty()) {
    return Error{std::string("no value has a technique's id as meta.external_id; ") + kWanted,
                 path};
  }
  return TechniqueTable(std::move(all));
}

Result<TechniqueTable> read_cluster_file(const Host& host, const std::string& path) {
  const auto text = read(path);
  if (!text.ok()) return text.error();
  const auto file = host.parse(*text, kMaxDepth);
  if (file.ok()) return table_from_cluster(*file, path);
  const std::string& place = file.error().where;
  return Error{"this is no JSON: " + file.error().message + "; " + kWanted,
               place.empty() ? path : path + ":" + place};
}

}  // namespace rulemap::attack_map
