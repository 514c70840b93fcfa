// What a test does with its own hands: the analyst's deletions and edits, and clusters.
#include <fstream>
#include <sstream>

#include "contract/misp/deletion.h"
#include "contract/misp/parts.h"
#include "contract/misp/tagging.h"

namespace rulemap::simulated {
namespace {

bool delete_any(World& world, const std::string& uuid, bool hard) {
  Store& store = world.store;
  if (const auto place = store.attributes.find(uuid); place != store.attributes.end())
    return delete_element(world, place->second, hard), true;
  if (const auto place = store.objects.find(uuid); place != store.objects.end())
    return delete_element(world, place->second, hard), true;
  if (const auto place = store.references.find(uuid); place != store.references.end())
    return delete_element(world, place->second, hard), true;
  Event* event = nullptr;
  Report* report = store.report(uuid, &event);
  if (!report) return false;
  touch(world, *event);
  report->deleted = true;
  if (hard) event->reports.remove_if([&](const Report& each) { return &each == report; });
  return true;
}

// The tags of an event or attribute; its event is touched.
std::vector<AttachedTag>* tags_of(World& world, const std::string& uuid) {
  if (const auto place = world.store.attributes.find(uuid); place != world.store.attributes.end()) {
    touch(world, *place->second.event);
    place->second.attribute->timestamp = world.store.now;
    return &place->second.attribute->tags;
  }
  Event* event = is_uuid(uuid) ? world.store.event(uuid) : nullptr;
  if (!event) return nullptr;
  touch(world, *event);
  return &event->tags;
}

Cluster shown(const ClusterRow& row) {
  return {row.id, row.uuid, row.type, row.value, row.tag_name};
}

}  // namespace

bool SimulatedMisp::soft_delete(std::string_view uuid) {
  const std::lock_guard lock(parts_->mutex);
  return delete_any(parts_->world, folded(uuid), false);
}

bool SimulatedMisp::hard_delete(std::string_view uuid) {
  const std::lock_guard lock(parts_->mutex);
  return delete_any(parts_->world, folded(uuid), true);
}

bool SimulatedMisp::tag(std::string_view uuid, std::string_view name) {
  const std::lock_guard lock(parts_->mutex);
  auto* tags = tags_of(parts_->world, folded(uuid));
  return tags && attach(parts_->world.store, *tags, parts_->world.store.make_tag(name));
}

bool SimulatedMisp::untag(std::string_view uuid, std::string_view name) {
  const std::lock_guard lock(parts_->mutex);
  const TagRow* tag = parts_->world.store.tag(name);
  auto* tags = tags_of(parts_->world, folded(uuid));
  return tag && tags && detach(*tags, tag->id);
}

bool SimulatedMisp::edit(std::string_view attribute_uuid, const AttributeEdit& change) {
  const std::lock_guard lock(parts_->mutex);
  World& world = parts_->world;
  const auto place = world.store.attributes.find(folded(attribute_uuid));
  if (place == world.store.attributes.end()) return false;
  Attribute& attribute = *place->second.attribute;
  if (change.to_ids) attribute.to_ids = *change.to_ids;
  if (change.comment) attribute.comment = *change.comment;
  if (change.value) attribute.value = *change.value;
  attribute.timestamp = world.store.now;
  touch(world, *place->second.event);
  return true;
}

bool SimulatedMisp::publish(std::string_view event_uuid, bool published) {
  const std::lock_guard lock(parts_->mutex);
  Event* event = parts_->world.store.event(event_uuid);
  if (!event) return false;
  event->published = published;
  if (published) event->publish_timestamp = parts_->world.store.now;
  return true;
}

bool SimulatedMisp::remove_event(std::string_view event_uuid, bool blocklisted) {
  const std::lock_guard lock(parts_->mutex);
  Event* event = parts_->world.store.event(event_uuid);
  if (!event) return false;
  if (blocklisted) parts_->world.store.blocklist.insert(event->uuid);
  parts_->world.store.erase(*event);
  return true;
}

void SimulatedMisp::blocklist(std::string_view event_uuid) {
  const std::lock_guard lock(parts_->mutex);
  parts_->world.store.blocklist.insert(folded(event_uuid));
}

Cluster SimulatedMisp::add_cluster(std::string_view galaxy, std::string_view value,
                                   std::string_view uuid) {
  const std::lock_guard lock(parts_->mutex);
  World& world = parts_->world;
  GalaxyRow* row = world.galaxies.find(galaxy);
  if (!row)
    row =
        &world.galaxies.make({0, world.store.new_uuid(), std::string(galaxy), std::string(galaxy)});
  ClusterRow cluster{0,         row->id,   uuid.empty() ? world.store.new_uuid() : folded(uuid),
                     row->uuid, row->type, std::string(value)};
  return shown(world.galaxies.make(std::move(cluster)));
}

int SimulatedMisp::load_clusters(std::string_view galaxy, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  Document json;
  if (!in || !parse_json(all.str(), json)) return -1;
  const std::lock_guard lock(parts_->mutex);
  return parts_->world.galaxies.load(galaxy, json);
}

std::optional<Cluster> SimulatedMisp::cluster(std::string_view galaxy,
                                              std::string_view value) const {
  const std::lock_guard lock(parts_->mutex);
  const ClusterRow* row = parts_->world.galaxies.cluster_by_value(galaxy, value);
  return row ? std::optional(shown(*row)) : std::nullopt;
}

std::optional<Cluster> SimulatedMisp::renumber_cluster(std::string_view galaxy,
                                                       std::string_view value) {
  const std::lock_guard lock(parts_->mutex);
  ClusterRow* row = parts_->world.galaxies.cluster_by_value(galaxy, value);
  return row ? std::optional(shown(parts_->world.galaxies.renumber(*row))) : std::nullopt;
}

int SimulatedMisp::galaxy_id(std::string_view galaxy) const {
  const std::lock_guard lock(parts_->mutex);
  const GalaxyRow* row = parts_->world.galaxies.find(galaxy);
  return row ? row->id : 0;
}

void SimulatedMisp::create_tag(std::string_view name) {
  const std::lock_guard lock(parts_->mutex);
  parts_->world.store.make_tag(name);
}

bool SimulatedMisp::has_tag(std::string_view name) const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->world.store.tag(name) != nullptr;
}

}  // namespace rulemap::simulated
