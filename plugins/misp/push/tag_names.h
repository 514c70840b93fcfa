// What a wanted tag is called on the server, and whether it can be there at all. Clusters have to
// be known there; other tags may not exist yet, and most keys may not make them.
#pragma once

#include <string>

#include "server/clusters.h"

namespace rulemap::misp {

class TagNames {
 public:
  enum Is {
    wanted,   // under the name `there`
    waits,    // it was refused before: asked for again when something else is sent
    unknown,  // the server has no such cluster
  };
  struct Name {
    Is is;
    std::string there = {};
  };

  // Without tables: a first look, that tells whether anything is needed at all.
  TagNames() = default;
  explicit TagNames(const ClusterTable& clusters) : clusters_(&clusters) {}

  Name name_of(const std::string& tag, bool refused_before) const {
    if (!clusters_) return refused_before ? Name{waits} : Name{wanted, tag};
    if (!is_cluster_tag(tag)) return {wanted, tag};
    const Cluster* found = clusters_->find(tag);
    return found ? Name{wanted, found->tag} : Name{unknown};
  }

 private:
  const ClusterTable* clusters_ = nullptr;
};

}  // namespace rulemap::misp
