// How tags come to events and attributes.
#pragma once

#include "contract/misp/world.h"

namespace rulemap::simulated {

AttachedTag* attached(std::vector<AttachedTag>& tags, int tag_id);
// False where it was attached already.
bool attach(Store& store, std::vector<AttachedTag>& tags, const TagRow& tag, bool local = false,
            std::string_view relationship_type = {});
bool detach(std::vector<AttachedTag>& tags, int tag_id);
// The entries of "Tag" in an event or attribute: what the account may not make is dropped silently.
void merge_tags(World& world, const Account& account, const Json& holder,
                std::vector<AttachedTag>& tags);
// Names in place of entries, which MISP answers with a 500.
bool has_bare_tags(const Json& holder);

}  // namespace rulemap::simulated
