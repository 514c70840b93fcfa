// The elements of events as the simulated MISP server shows them.
#pragma once

#include <list>

#include "contract/misp/event_json.h"

namespace rulemap::simulated {

struct View {
  World& world;
  const Account& account;
  const Event& event;
  ViewOptions options;
  Pool& pool;

  bool shows(bool deleted) const;
};

Json galaxies_json(const View& view, const std::vector<AttachedTag>& tags);
Json attributes_json(const View& view, const std::list<Attribute>& attributes,
                     const Object* object);
Json objects_json(const View& view);
Json reports_json(const View& view);

}  // namespace rulemap::simulated
