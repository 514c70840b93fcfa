// The actions of the simulated MISP server, and which right each asks for.
#pragma once

#include "contract/misp/world.h"

namespace rulemap::simulated {

enum class Right { kNone, kAdd, kTagger, kTagEditor, kPublish, kGalaxyEditor };

struct ActionRow {
  const char* controller;
  const char* name;
  const char* methods;  // "GET POST"; any other is 404, unless the action itself says more
  Right right;
  Action run;
};
// Null where it is not simulated.
const ActionRow* action_of(const Route& route);
bool may(const Role& role, Right right);

namespace actions {

// servers and users
Answer version(World&, const Call&, Pace&);
Answer me(World&, const Call&, Pace&);
// events
Answer add_event(World&, const Call&, Pace&);
Answer edit_event(World&, const Call&, Pace&);
Answer view_event(World&, const Call&, Pace&);
Answer publish_event(World&, const Call&, Pace&);
Answer unpublish_event(World&, const Call&, Pace&);
Answer delete_event(World&, const Call&, Pace&);
Answer index_events(World&, const Call&, Pace&);
Answer search_events(World&, const Call&, Pace&);
// attributes, objects, references, reports
Answer add_attributes(World&, const Call&, Pace&);
Answer edit_attribute(World&, const Call&, Pace&);
Answer view_attribute(World&, const Call&, Pace&);
Answer delete_attribute(World&, const Call&, Pace&);
Answer search_attributes(World&, const Call&, Pace&);
Answer delete_object(World&, const Call&, Pace&);
Answer delete_reference(World&, const Call&, Pace&);
Answer add_report(World&, const Call&, Pace&);
// galaxies and clusters
Answer index_galaxies(World&, const Call&, Pace&);
Answer view_galaxy(World&, const Call&, Pace&);
Answer index_clusters(World&, const Call&, Pace&);
Answer import_clusters(World&, const Call&, Pace&);
Answer attach_cluster(World&, const Call&, Pace&);
Answer attach_clusters(World&, const Call&, Pace&);
// tags
Answer add_tag(World&, const Call&, Pace&);
Answer search_tags(World&, const Call&, Pace&);
Answer attach_tag(World&, const Call&, Pace&);
Answer remove_tag(World&, const Call&, Pace&);

}  // namespace actions
}  // namespace rulemap::simulated
