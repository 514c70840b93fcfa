#include "contract/misp/world.h"

namespace rulemap::simulated {

bool Pace::next(World& world, int event_id, const std::string& uuid) {
  const auto found = world.store.events.find(event_id);
  // Two writers of one uuid collide in the database.
  return found != world.store.events.end() && !found->second.pending.contains(uuid);
}

bool sees(const Account& account, const Event& event) {
  return owns(account, event) || event.distribution > 0;
}

bool owns(const Account& account, const Event& event) {
  return account.role.site_admin || event.orgc.id == account.organisation.id;
}

Event* seen_event(World& world, const Account& account, std::string_view id_or_uuid) {
  Event* event = world.store.event(id_or_uuid);
  return event && sees(account, *event) ? event : nullptr;
}

void touch(World& world, Event& event) {
  event.published = false;
  event.timestamp = world.store.now;
}

}  // namespace rulemap::simulated
