#include "contract/misp/element_json.h"

#include <map>

namespace rulemap::simulated {
namespace {

using Deleted = ViewOptions::Deleted;

Json shown_attribute(const View& view, const Attribute& attribute, const Object* object) {
  Json out = attribute_json(attribute, view.event, object, view.pool);
  put(out, "Galaxy", galaxies_json(view, attribute.tags), view.pool);
  put(out, "ShadowAttribute", Json(rapidjson::kArrayType), view.pool);
  if (!attribute.tags.empty())
    put(out, "Tag", tags_json(view.world, attribute.tags, view.pool), view.pool);
  return out;
}

Json target_json(const Object& object, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "distribution", integer(object.distribution), pool);
  put(out, "sharing_group_id", integer(0), pool);
  put(out, "uuid", object.uuid, pool);
  put(out, "name", object.name, pool);
  put(out, "meta-category", object.meta_category, pool);
  return out;
}

Json target_json(const Attribute& attribute, Pool& pool) {
  Json out(rapidjson::kObjectType);
  put(out, "distribution", integer(attribute.distribution), pool);
  put(out, "sharing_group_id", integer(0), pool);
  put(out, "uuid", attribute.uuid, pool);
  put(out, "value", attribute.value, pool);
  put(out, "type", attribute.type, pool);
  put(out, "category", attribute.category, pool);
  put(out, "to_ids", Json(attribute.to_ids), pool);
  return out;
}

Json reference_json(const View& view, const Object& object, const Reference& reference) {
  Pool& pool = view.pool;
  Json out(rapidjson::kObjectType);
  const auto target = view.world.store.objects.find(reference.referenced_uuid);
  const bool to_object = target != view.world.store.objects.end();
  const auto attribute = view.world.store.attributes.find(reference.referenced_uuid);
  const bool known = to_object || attribute != view.world.store.attributes.end();
  const int id = !known      ? 0
                 : to_object ? target->second.object->id
                             : attribute->second.attribute->id;
  put(out, "id", integer(reference.id), pool);
  put(out, "uuid", reference.uuid, pool);
  put(out, "timestamp", integer(reference.timestamp), pool);
  put(out, "object_id", integer(object.id), pool);
  put(out, "referenced_uuid", reference.referenced_uuid, pool);
  put(out, "referenced_id", integer(id), pool);
  put(out, "referenced_type", integer(to_object ? 1 : 0), pool);
  put(out, "relationship_type", reference.relationship_type, pool);
  put(out, "comment", reference.comment, pool);
  put(out, "deleted", Json(reference.deleted), pool);
  put(out, "event_id", integer(view.event.id), pool);
  put(out, "source_uuid", object.uuid, pool);
  if (to_object) put(out, "Object", target_json(*target->second.object, pool), pool);
  if (known && !to_object)
    put(out, "Attribute", target_json(*attribute->second.attribute, pool), pool);
  return out;
}

Json object_json(const View& view, const Object& object) {
  Pool& pool = view.pool;
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(object.id), pool);
  put(out, "name", object.name, pool);
  put(out, "meta-category", object.meta_category, pool);
  put(out, "description", object.description, pool);
  put(out, "template_uuid", object.template_uuid, pool);
  put(out, "template_version", integer(object.template_version), pool);
  put(out, "event_id", integer(view.event.id), pool);
  put(out, "uuid", object.uuid, pool);
  put(out, "timestamp", integer(object.timestamp), pool);
  put(out, "distribution", integer(object.distribution), pool);
  put(out, "sharing_group_id", integer(0), pool);
  put(out, "comment", object.comment, pool);
  put(out, "deleted", Json(object.deleted), pool);
  put(out, "first_seen", object.first_seen.empty() ? Json() : text(object.first_seen, pool), pool);
  put(out, "last_seen", object.last_seen.empty() ? Json() : text(object.last_seen, pool), pool);
  Json references(rapidjson::kArrayType);
  // 131b: deleted ones are shown to whoever asks, also without deleted:1.
  for (const Reference& each : object.references)
    references.PushBack(reference_json(view, object, each), pool);
  put(out, "ObjectReference", std::move(references), pool);
  put(out, "Attribute", attributes_json(view, object.attributes, &object), pool);
  return out;
}

}  // namespace

bool View::shows(bool deleted) const {
  if (options.deleted == Deleted::kOnly) return deleted && owns(account, event);
  return !deleted || (options.deleted == Deleted::kShown && owns(account, event));
}

// Clusters by galaxy, each told whole at each place where it is attached.
Json galaxies_json(const View& view, const std::vector<AttachedTag>& tags) {
  Json out(rapidjson::kArrayType);
  if (view.options.exclude_galaxy) return out;
  std::map<int, Json> clusters;
  for (const AttachedTag& each : tags) {
    const TagRow& tag = view.world.store.tag_by_id(each.tag_id);
    const ClusterRow* row = view.world.galaxies.cluster_by_tag(tag.name);
    if (!row) continue;
    Json cluster = cluster_json(*row, view.pool);
    put(cluster, "tag_id", integer(tag.id), view.pool);
    put(cluster, "local", Json(each.local), view.pool);
    put(cluster, "relationship_type", Json(false), view.pool);
    auto [list, added] = clusters.try_emplace(row->galaxy_id, rapidjson::kArrayType);
    list->second.PushBack(cluster, view.pool);
  }
  for (auto& [galaxy, list] : clusters) {
    Json row = galaxy_json(view.world.galaxies.galaxies().at(galaxy), view.pool);
    put(row, "GalaxyCluster", std::move(list), view.pool);
    out.PushBack(row, view.pool);
  }
  return out;
}

Json attributes_json(const View& view, const std::list<Attribute>& attributes,
                     const Object* object) {
  Json out(rapidjson::kArrayType);
  for (const Attribute& each : attributes)
    if (view.shows(each.deleted)) out.PushBack(shown_attribute(view, each, object), view.pool);
  return out;
}

Json objects_json(const View& view) {
  Json out(rapidjson::kArrayType);
  for (const Object& each : view.event.objects)
    if (view.shows(each.deleted) && !each.attributes.empty())
      out.PushBack(object_json(view, each), view.pool);
  return out;
}

Json reports_json(const View& view) {
  Json out(rapidjson::kArrayType);
  for (const Report& each : view.event.reports) {
    if (!view.shows(each.deleted)) continue;
    Json report(rapidjson::kObjectType);
    put(report, "id", integer(each.id), view.pool);
    put(report, "uuid", each.uuid, view.pool);
    put(report, "event_id", integer(view.event.id), view.pool);
    put(report, "name", each.name, view.pool);
    put(report, "content", each.content, view.pool);
    put(report, "distribution", integer(each.distribution), view.pool);
    put(report, "sharing_group_id", integer(0), view.pool);
    put(report, "timestamp", integer(each.timestamp), view.pool);
    put(report, "deleted", Json(each.deleted), view.pool);
    out.PushBack(report, view.pool);
  }
  return out;
}

Json attribute_json(const Attribute& attribute, const Event& event, const Object* object,
                    Pool& pool) {
  const auto or_null = [&](const std::string& value) {
    return value.empty() ? Json() : text(value, pool);
  };
  Json out(rapidjson::kObjectType);
  put(out, "id", integer(attribute.id), pool);
  put(out, "type", attribute.type, pool);
  put(out, "category", attribute.category, pool);
  put(out, "to_ids", Json(attribute.to_ids), pool);
  put(out, "uuid", attribute.uuid, pool);
  put(out, "event_id", integer(event.id), pool);
  put(out, "distribution", integer(attribute.distribution), pool);
  put(out, "timestamp", integer(attribute.timestamp), pool);
  put(out, "comment", attribute.comment, pool);
  put(out, "sharing_group_id", integer(0), pool);
  put(out, "deleted", Json(attribute.deleted), pool);
  put(out, "disable_correlation", Json(attribute.disable_correlation), pool);
  put(out, "object_id", integer(object ? object->id : 0), pool);
  put(out, "object_relation", or_null(attribute.relation), pool);
  put(out, "first_seen", or_null(attribute.first_seen), pool);
  put(out, "last_seen", or_null(attribute.last_seen), pool);
  put(out, "value", attribute.value, pool);
  return out;
}

Json tags_json(World& world, const std::vector<AttachedTag>& tags, Pool& pool) {
  Json out(rapidjson::kArrayType);
  for (const AttachedTag& each : tags) {
    const TagRow& tag = world.store.tag_by_id(each.tag_id);
    Json row(rapidjson::kObjectType);
    put(row, "id", integer(tag.id), pool);
    put(row, "name", tag.name, pool);
    put(row, "colour", tag.colour, pool);
    put(row, "exportable", Json(true), pool);
    put(row, "user_id", integer(0), pool);
    put(row, "hide_tag", Json(false), pool);
    put(row, "numerical_value", Json(), pool);
    put(row, "is_galaxy", Json(tag.is_galaxy), pool);
    put(row, "is_custom_galaxy", Json(tag.is_custom_galaxy), pool);
    put(row, "local_only", Json(false), pool);
    put(row, "local", Json(each.local), pool);
    put(row, "relationship_type",
        each.relationship_type.empty() ? Json() : text(each.relationship_type, pool), pool);
    out.PushBack(row, pool);
  }
  return out;
}

}  // namespace rulemap::simulated
