#include "rulemap/yaml/node.h"

#include <algorithm>

namespace rulemap::yaml {

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

namespace {

bool same_member(const Member& a, const Member& b) {
  return a.key == b.key && a.place == b.place && same(a.value, b.value);
}

}  // namespace

bool same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.quoted == b.quoted && a.place == b.place && a.text == b.text &&
         std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same) &&
         std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    same_member);
}

std::string_view kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::scalar:
      return "scalar";
    case Node::Kind::list:
      return "list";
    case Node::Kind::map:
      return "map";
  }
  return "unknown";
}

}  // namespace rulemap::yaml
