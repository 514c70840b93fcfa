#include "contract/misp/actions.h"

namespace rulemap::simulated {
namespace {

constexpr ActionRow kActions[] = {
    {"servers", "getVersion", "GET POST", Right::kNone, actions::version},
    {"users", "view", "GET", Right::kNone, actions::me},
    {"events", "add", "ANY", Right::kAdd, actions::add_event},
    {"events", "edit", "POST PUT", Right::kAdd, actions::edit_event},
    {"events", "view", "GET HEAD POST", Right::kNone, actions::view_event},
    {"events", "publish", "ANY", Right::kPublish, actions::publish_event},
    {"events", "unpublish", "POST", Right::kPublish, actions::unpublish_event},
    {"events", "delete", "ANY", Right::kAdd, actions::delete_event},
    {"events", "index", "GET POST", Right::kNone, actions::index_events},
    {"events", "restSearch", "GET POST", Right::kNone, actions::search_events},
    {"attributes", "add", "ANY", Right::kAdd, actions::add_attributes},
    {"attributes", "edit", "POST PUT", Right::kAdd, actions::edit_attribute},
    {"attributes", "view", "GET", Right::kNone, actions::view_attribute},
    {"attributes", "delete", "POST DELETE", Right::kAdd, actions::delete_attribute},
    {"attributes", "restSearch", "GET POST", Right::kNone, actions::search_attributes},
    {"objects", "delete", "POST DELETE", Right::kAdd, actions::delete_object},
    {"object_references", "delete", "POST DELETE", Right::kAdd, actions::delete_reference},
    {"event_reports", "add", "POST", Right::kAdd, actions::add_report},
    {"galaxies", "index", "GET POST", Right::kNone, actions::index_galaxies},
    {"galaxies", "view", "GET", Right::kNone, actions::view_galaxy},
    {"galaxies", "import", "POST", Right::kGalaxyEditor, actions::import_clusters},
    {"galaxies", "attachCluster", "POST", Right::kTagger, actions::attach_cluster},
    {"galaxies", "attachMultipleClusters", "GET POST", Right::kTagger, actions::attach_clusters},
    {"galaxy_clusters", "index", "GET POST", Right::kNone, actions::index_clusters},
    {"tags", "add", "POST", Right::kTagEditor, actions::add_tag},
    {"tags", "search", "GET POST", Right::kNone, actions::search_tags},
    {"tags", "attachTagToObject", "ANY", Right::kTagger, actions::attach_tag},
    {"tags", "removeTagFromObject", "ANY", Right::kTagger, actions::remove_tag},
};

}  // namespace

const ActionRow* action_of(const Route& route) {
  for (const ActionRow& each : kActions)
    if (route.controller == each.controller && route.action == each.name) return &each;
  return nullptr;
}

bool may(const Role& role, Right right) {
  if (role.site_admin) return true;
  switch (right) {
    case Right::kAdd:
      return role.add;
    case Right::kTagger:
      return role.add && role.tagger;
    case Right::kTagEditor:
      return role.tag_editor;
    case Right::kPublish:
      return role.publish;
    case Right::kGalaxyEditor:
      return role.galaxy_editor;
    case Right::kNone:
      break;
  }
  return true;
}

}  // namespace rulemap::simulated
