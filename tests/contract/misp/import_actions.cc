#include "contract/misp/actions.h"

namespace rulemap::simulated::actions {
namespace {

struct Counts {
  int imported = 0, ignored = 0, failed = 0;
  std::string why = {};
};

GalaxyRow& galaxy_of(World& world, const Json& galaxy) {
  if (GalaxyRow* known = world.galaxies.find(text_of(galaxy, "uuid"))) return *known;
  GalaxyRow row{0,
                text_of(galaxy, "uuid"),
                text_of(galaxy, "name"),
                text_of(galaxy, "type"),
                text_of(galaxy, "description"),
                text_of(galaxy, "version"),
                text_of(galaxy, "icon"),
                text_of(galaxy, "namespace")};
  return world.galaxies.make(std::move(row));
}

void read_cluster(const Json& from, const Account& account, ClusterRow& to) {
  to.collection_uuid = text_of(from, "collection_uuid");
  to.value = text_of(from, "value");
  to.description = text_of(from, "description");
  to.source = text_of(from, "source");
  to.version = number_of(from, "version").value_or(1);
  to.distribution = static_cast<int>(number_of(from, "distribution").value_or(1));
  to.shipped = false;
  to.orgc = account.organisation;
  to.authors.clear();
  for (const Json* each : list_of(member(from, "authors"))) to.authors.push_back(text_of(each));
}

void import_one(World& world, const Account& account, const Json& from, Counts& counts) {
  ClusterRow* known = world.galaxies.cluster_by_uuid(text_of(from, "uuid"));
  if (known && known->shipped) {
    ++counts.failed;
    counts.why =
        "Blocked an edit to an cluster that was created locally. This can happen if a "
        "synchronised cluster that was created on this instance was modified by an administrator "
        "on the remote side.";
    return;
  }
  if (known && number_of(from, "version").value_or(0) <= known->version) {
    ++counts.ignored;
    counts.why =
        "Remote version is not newer than local one for cluster (" + text_of(from, "uuid") + ")";
    return;
  }
  ++counts.imported;
  if (known) return read_cluster(from, account, *known);
  const GalaxyRow& galaxy = galaxy_of(world, *given(from, "Galaxy"));
  ClusterRow row{0, galaxy.id, folded(text_of(from, "uuid"))};
  row.type = galaxy.type;
  read_cluster(from, account, row);
  world.galaxies.make(std::move(row));
}

}  // namespace

Answer import_clusters(World& world, const Call& call, Pace&) {
  Counts counts;
  for (const Json* each : list_of(&call.body)) {
    const Json* cluster = given(*each, "GalaxyCluster");
    if (!cluster || !given(*cluster, "Galaxy") || !given(*cluster, "collection_uuid"))
      return internal_error(call.path);
    import_one(world, call.account, *cluster, counts);
  }
  const std::string said = std::to_string(counts.imported) + " imported, " +
                           std::to_string(counts.ignored) + " ignored, " +
                           std::to_string(counts.failed) + " failed. " + counts.why;
  if (counts.failed)
    return not_saved("Could not import Galaxy", call.path,
                     "Could not import galaxy clusters. " + said);
  return done("Galaxy clusters imported. " + said, call.path);
}

}  // namespace rulemap::simulated::actions
