// The keys of events as a tree that grows with what comes, each with the field that it is: an event
// has its keys where the one before had them, so most are known by one comparison.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/field_names.h"

namespace rulemap::sigma {

using KeyId = std::uint32_t;

class KeyTree {
 public:
  static constexpr Slot kNoSlot = 0xFFFFFFFF;
  static constexpr KeyId kRoot = 0;  // the event's own object

  // What an object is, for the names of what is in it.
  enum class Scope : std::uint8_t { root, plain, winlog, evtx_root, evtx, user_data, attributes };

  // A key where it stands. Its value may be an object whose keys are known by it, too.
  struct Node {
    Slot slot = kNoSlot;     // of the field that it is
    std::uint32_t rank = 0;  // of the way its name was found; a lower one wins
    KeyId parent = kRoot;
    KeyId first_inside = 0, next = 0;  // what came there last time
    std::string_view key;
  };

  explicit KeyTree(const FieldNames& names);

  // To be called between events: what was learned is given up where it grew too large.
  void begin();
  // The key of an object that is the value of `parent`, behind `previous` in it (`parent` itself
  // for the first one). References are good until the next call.
  KeyId child(KeyId parent, KeyId previous, std::string_view key);
  const Node& operator[](KeyId id) const { return nodes_[id]; }

 private:
  // Hostile events have ever new keys: the index stays small, and a look into it short.
  static constexpr std::size_t kMostIndexed = 4096, kMostProbes = 32;
  static constexpr std::size_t kMostBytes = 1 << 20;

  // What only a new key asks.
  struct Naming {
    Scope inside = Scope::root;  // of an object that is its value
    std::uint32_t inside_rank = 0;
    bool is_too_long = false;  // neither it nor what is in it is a field
    std::string name;          // what names of its object's keys begin with
  };

  static std::string name_below(const Naming& parent, std::string_view key);

  KeyId find_or_add(KeyId parent, std::string_view key);
  KeyId add(KeyId parent, std::string_view key);
  void clear();

  const FieldNames& names_;
  std::size_t longest_name_ = 0;
  std::vector<Node> nodes_;
  std::vector<Naming> namings_;    // of nodes
  std::deque<std::string> texts_;  // of their keys
  std::vector<KeyId> places_;      // open addressing; 0 is free, since the root is no key
  std::size_t bytes_ = 0;          // of keys
};

}  // namespace rulemap::sigma
