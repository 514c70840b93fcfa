// How elements are deleted: by a client's request or by an analyst's hand.
#pragma once

#include "contract/misp/world.h"

namespace rulemap::simulated {

// Soft: they stay, marked. Hard: they leave no trace.
void delete_element(World& world, AttributePlace place, bool hard);
void delete_element(World& world, ObjectPlace place, bool hard);
void delete_element(World& world, ReferencePlace place, bool hard);

}  // namespace rulemap::simulated
