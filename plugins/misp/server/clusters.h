// The galaxy clusters of one server: by the name of their tag, its spelling there and the number by
// which it is attached. Numbers change whenever a cluster is updated, so a table is for one push.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "server/api.h"

namespace rulemap::misp {

struct Cluster {
  std::int64_t id = 0;
  std::int64_t version = 0;
  std::string tag;  // as the server spells it
};

// misp-galaxy:TYPE="VALUE"
bool is_cluster_tag(std::string_view tag);
// The TYPE of one; empty for other tags.
std::string_view galaxy_of(std::string_view tag);

class ClusterTable {
 public:
  // Asks for all clusters of a galaxy, once; one that this server does not have is empty.
  // POST /galaxy_clusters/index/UUID, which may be 2 MB.
  Answer load(Api& api, std::string_view galaxy);
  bool has(std::string_view galaxy) const { return loaded_.count(std::string(galaxy)) != 0; }
  // Forgets all, since the server knows other numbers now.
  void clear();

  // By the tag's name in any case; nullptr: the server has no such cluster.
  const Cluster* find(std::string_view tag) const;

 private:
  void add(Doc cluster, std::string_view galaxy);

  std::unordered_map<std::string, bool> loaded_;
  std::unordered_map<std::string, Cluster> by_tag_;
};

}  // namespace rulemap::misp
