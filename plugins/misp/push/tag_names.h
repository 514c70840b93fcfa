// What a wanted tag is called on the server, and whether it can be there at all. Clusters have to
// be known there; other tags may not exist yet, and most keys may not make them.
#pragma once

#include <string>

#include "server/account.h"
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
  TagNames(const ClusterTable& clusters, const Account& account)
      : clusters_(&clusters), may_create_(account.may_create_tags) {}

  Name name_of(const std::string& tag, bool refused_before) const {
    if (!clusters_) return refused_before ? Name{waits} : Name{wanted, tag};
    if (!is_cluster_tag(tag)) {
      return refused_before && !may_create_ ? Name{waits} : Name{wanted, tag};
    }
    const Cluster* found = clusters_->find(tag);
    return found ? Name{wanted, found->tag} : Name{unknown};
  }

 private:
  const ClusterTable* clusters_ = nullptr;
  bool may_create_ = false;
};

}  // namespace rulemap::misp
