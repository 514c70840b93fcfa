#include "server/clusters.h"

#include "server/letters.h"
#include "server/loose.h"

namespace rulemap::misp {
namespace {

constexpr std::string_view kPrefix = "misp-galaxy:";

struct Shipped {
  std::string_view type;
  std::string_view uuid;
};
// The uuids under which MISP ships them (MISP_API.md section 6).
constexpr Shipped kShipped[] = {{"mitre-attack-pattern", "c4e851fa-775f-11e7-8163-b774922098cd"},
                                {"sigma-rules", "9cf7cd2e-d5f1-48c4-9909-7896ba1c96b2"}};

std::string_view uuid_of(std::string_view galaxy) {
  for (const Shipped& each : kShipped) {
    if (each.type == galaxy) return each.uuid;
  }
  return {};
}

}  // namespace

std::string_view galaxy_of(std::string_view tag) {
  if (!tag.starts_with(kPrefix)) return {};
  tag.remove_prefix(kPrefix.size());
  const std::size_t end = tag.find("=\"");
  return end == std::string_view::npos || !tag.ends_with('"') ? std::string_view()
                                                              : tag.substr(0, end);
}

bool is_cluster_tag(std::string_view tag) { return !galaxy_of(tag).empty(); }

Answer ClusterTable::load(Api& api, std::string_view galaxy) {
  static const Parts kRead({"GalaxyCluster.id", "GalaxyCluster.version", "GalaxyCluster.value",
                            "GalaxyCluster.tag_name"});
  Answer answer = api.ask({.path = "/galaxy_clusters/index/" + std::string(uuid_of(galaxy)),
                           .asked = {.expected = "["},
                           .body = R"({"context":"all"})",
                           .reads = true,
                           .read = &kRead});
  if (answer.meaning == Meaning::not_there) answer.meaning = Meaning::done;
  if (!answer.done()) return answer;
  loaded_[std::string(galaxy)] = true;
  for (Doc each : answer.body) add(each["GalaxyCluster"], galaxy);
  api.release(answer);
  answer.body = {};
  return answer;
}

// A custom cluster's tag has its uuid where that of a shipped one has the value. After a rename two
// rows may have one name: the higher version is the living one.
void ClusterTable::add(Doc cluster, std::string_view galaxy) {
  const auto id = loose::number(cluster["id"]);
  Cluster found{id.value_or(0), loose::number(cluster["version"]).value_or(0),
                loose::text(cluster["tag_name"])};
  if (!id || found.tag.empty()) return;
  const std::string by_value =
      std::string(kPrefix) + std::string(galaxy) + "=\"" + loose::text(cluster["value"]) + "\"";
  for (const std::string& name : {lower(found.tag), lower(by_value)}) {
    Cluster& there = by_tag_[name];
    if (there.id == 0 || there.version < found.version) there = found;
  }
}

void ClusterTable::clear() {
  loaded_.clear();
  by_tag_.clear();
}

const Cluster* ClusterTable::find(std::string_view tag) const {
  const auto found = by_tag_.find(lower(tag));
  return found == by_tag_.end() ? nullptr : &found->second;
}

}  // namespace rulemap::misp
