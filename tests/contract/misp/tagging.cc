#include "contract/misp/tagging.h"

#include <algorithm>

namespace rulemap::simulated {

AttachedTag* attached(std::vector<AttachedTag>& tags, int tag_id) {
  const auto found = std::find_if(tags.begin(), tags.end(),
                                  [&](const AttachedTag& each) { return each.tag_id == tag_id; });
  return found == tags.end() ? nullptr : &*found;
}

bool attach(Store& store, std::vector<AttachedTag>& tags, const TagRow& tag, bool local,
            std::string_view relationship_type) {
  if (attached(tags, tag.id)) return false;
  tags.push_back({++store.last_attached, tag.id, local, std::string(relationship_type)});
  return true;
}

bool detach(std::vector<AttachedTag>& tags, int tag_id) {
  return std::erase_if(tags, [&](const AttachedTag& each) { return each.tag_id == tag_id; }) > 0;
}

void merge_tags(World& world, const Account& account, const Json& holder,
                std::vector<AttachedTag>& tags) {
  for (const Json* entry : list_of(member(holder, "Tag"))) {
    const std::string name = text_of(*entry, "name");
    if (name.empty()) continue;
    TagRow* tag = world.store.tag(name);
    if (is_true(member(*entry, "deleted"))) {
      if (tag) detach(tags, tag->id);
      continue;
    }
    if (!tag && !account.role.tag_editor) continue;
    if (!tag) tag = &world.store.make_tag(name, text_of(*entry, "colour"));
    attach(world.store, tags, *tag, account.role.site_admin && is_true(member(*entry, "local")),
           text_of(*entry, "relationship_type"));
  }
}

bool has_bare_tags(const Json& holder) {
  for (const Json* entry : list_of(member(holder, "Tag")))
    if (!entry->IsObject()) return true;
  return false;
}

}  // namespace rulemap::simulated
