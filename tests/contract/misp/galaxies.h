// The galaxies and clusters of the simulated MISP server.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "contract/misp/accounts.h"
#include "contract/misp/json.h"

namespace rulemap::simulated {

struct GalaxyRow {
  int id = 0;
  std::string uuid = {}, name = {}, type = {}, description = {}, version = "1", icon = "link",
              name_space = "misp";
};

struct ClusterRow {
  int id = 0;
  int galaxy_id = 0;
  std::string uuid = {}, collection_uuid = {}, type = {}, value = {}, tag_name = {},
              description = {}, source = {};
  std::vector<std::string> authors = {};
  std::int64_t version = 1;
  int distribution = 3;
  bool shipped = true;
  bool deleted = false;
  Organisation orgc = {0, "", ""};
  std::vector<std::pair<std::string, std::string>> elements = {};
};

class Galaxies {
 public:
  Galaxies();
  GalaxyRow* find(std::string_view id_uuid_or_type);
  GalaxyRow& make(GalaxyRow row);  // its id is given here
  ClusterRow* cluster(int id);
  ClusterRow* cluster_by_uuid(std::string_view uuid);
  ClusterRow* cluster_by_tag(std::string_view tag_name);
  ClusterRow* cluster_by_value(std::string_view type, std::string_view value);
  // Its id and tag_name are given here.
  ClusterRow& make(ClusterRow row);
  ClusterRow& renumber(ClusterRow& row);
  const std::map<int, GalaxyRow>& galaxies() const { return galaxies_; }
  const std::map<int, ClusterRow>& clusters() const { return clusters_; }

  // Shipped clusters of misp-galaxy's file; the count, or -1.
  int load(std::string_view type, const Json& file);

 private:
  std::map<int, GalaxyRow> galaxies_;
  std::map<int, ClusterRow> clusters_;
  std::unordered_map<std::string, int> by_tag_;   // folded
  std::unordered_map<std::string, int> by_uuid_;  // the newest row of that uuid
  int last_galaxy_ = 131;
  int last_cluster_ = 16000;
};

Json galaxy_json(const GalaxyRow& row, Pool& pool);
Json cluster_json(const ClusterRow& row, Pool& pool);

}  // namespace rulemap::simulated
