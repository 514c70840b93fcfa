// Events as the simulated MISP server shows them.
#pragma once

#include "contract/misp/world.h"

namespace rulemap::simulated {

struct ViewOptions {
  bool metadata = false;  // no attributes, objects and reports
  bool exclude_galaxy = false;
  enum class Deleted { kHidden, kShown, kOnly } deleted = Deleted::kHidden;
};
ViewOptions view_options(const Route& route);

// The value of "Event".
Json event_json(World& world, const Account& account, const Event& event,
                const ViewOptions& options, Pool& pool);
// {"Event": ..}
Answer event_answer(World& world, const Account& account, const Event& event,
                    const ViewOptions& options);
Json organisation_json(const Organisation& organisation, Pool& pool);
// Members that events/view and the attribute's own actions have in common.
Json attribute_json(const Attribute& attribute, const Event& event, const Object* object,
                    Pool& pool);
Json tags_json(World& world, const std::vector<AttachedTag>& tags, Pool& pool);

}  // namespace rulemap::simulated
