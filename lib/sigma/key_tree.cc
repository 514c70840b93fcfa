#include "key_tree.h"

#include <algorithm>

#include "hash.h"

namespace rulemap::sigma {
namespace {

using Scope = KeyTree::Scope;

// A flat key wins over what a wrapper holds, that over a dotted path.
constexpr std::uint32_t kFlat = 0, kWrapped = 1, kDotted = 2;

void append_without_blanks(std::string_view key, std::string& out) {
  for (const char c : key) {
    if (c != ' ') out += c;
  }
}

// Flat keys may hold a whole path: "winlog.event_data.Image".
std::string flat_name(std::string_view key) {
  std::string name;
  append_without_blanks(key, name);
  return name.erase(0, name.size() - unwrapped_field_name(name).size());
}

struct Inside {
  Scope scope;
  bool is_wrapper = false;  // whose name is left out
};

Inside inside_of(Scope outer, std::string_view key) {
  const bool is_data = key == "event_data" || key == "user_data";
  const Scope attributes_or_evtx = key == "#attributes" ? Scope::attributes : Scope::evtx;
  switch (outer) {
    case Scope::root:
      if (is_data) return {Scope::plain, true};
      return {key == "Event" ? Scope::evtx_root : key == "winlog" ? Scope::winlog : Scope::plain};
    case Scope::winlog:
      return {Scope::plain, is_data};
    case Scope::evtx_root:
      if (key == "System" || key == "EventData") return {Scope::evtx, true};
      if (key == "UserData") return {Scope::user_data, true};
      return {attributes_or_evtx};
    case Scope::user_data:
      if (key == "#attributes") return {Scope::attributes};
      return {Scope::evtx, true};
    case Scope::evtx:
      return {attributes_or_evtx};
    default:
      return {outer};
  }
}

}  // namespace

KeyTree::KeyTree(const FieldNames& names)
    : names_(names), nodes_(1), namings_(1), places_(kMostIndexed * 2) {
  for (Slot i = 0; i < names.size(); ++i) {
    longest_name_ = std::max(longest_name_, names.name(i).size());
  }
  namings_[kRoot].inside_rank = kFlat;
}

void KeyTree::begin() {
  if (nodes_.size() > kMostIndexed || bytes_ > kMostBytes) clear();
}

void KeyTree::clear() {
  nodes_.resize(1);
  namings_.resize(1);
  texts_.clear();
  nodes_[kRoot].first_inside = 0;
  std::fill(places_.begin(), places_.end(), 0U);
  bytes_ = 0;
}

KeyId KeyTree::child(KeyId parent, KeyId previous, std::string_view key) {
  const bool is_first = previous == parent;
  const KeyId guess = is_first ? nodes_[parent].first_inside : nodes_[previous].next;
  if (guess != 0 && same_text(nodes_[guess].key, key)) return guess;
  const KeyId found = find_or_add(parent, key);
  (is_first ? nodes_[parent].first_inside : nodes_[previous].next) = found;
  return found;
}

KeyId KeyTree::find_or_add(KeyId parent, std::string_view key) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = mix(hash_of(key), parent) & mask;
  for (std::size_t probes = 0; probes < kMostProbes; ++probes, at = (at + 1) & mask) {
    KeyId& place = places_[at];
    if (place == 0) {
      const KeyId added = add(parent, key);
      if (added < kMostIndexed) place = added;
      return added;
    }
    if (nodes_[place].parent == parent && same_text(nodes_[place].key, key)) return place;
  }
  return add(parent, key);
}

std::string KeyTree::name_below(const Naming& parent, std::string_view key) {
  if (parent.inside == Scope::root) return flat_name(key);
  std::string name = parent.name;
  if (parent.inside >= Scope::evtx_root && key == "#attributes") return name;
  if (!name.empty()) name += parent.inside == Scope::attributes ? '_' : '.';
  append_without_blanks(key, name);
  return name;
}

KeyId KeyTree::add(KeyId parent, std::string_view key) {
  const Naming& outer = namings_[parent];
  const Inside inside = inside_of(outer.inside, key);
  Naming naming;
  naming.inside = inside.scope;
  naming.inside_rank = inside.is_wrapper ? kWrapped : kDotted;
  naming.name = outer.is_too_long ? "" : name_below(outer, key);
  naming.is_too_long = outer.is_too_long || naming.name.size() > longest_name_;
  Node node;
  node.parent = parent;
  if (outer.inside >= Scope::evtx && key == "#text") {
    node.slot = nodes_[parent].slot;
    node.rank = nodes_[parent].rank;
  } else {
    const auto slot = naming.is_too_long ? std::nullopt : names_.find(naming.name);
    node.slot = slot ? *slot : kNoSlot;
    node.rank = outer.inside_rank;
  }
  if (inside.is_wrapper) naming.is_too_long = false;
  if (inside.is_wrapper || naming.is_too_long) naming.name.clear();
  bytes_ += key.size();
  node.key = texts_.emplace_back(key);
  nodes_.push_back(node);
  namings_.push_back(std::move(naming));
  return static_cast<KeyId>(nodes_.size() - 1);
}

}  // namespace rulemap::sigma
