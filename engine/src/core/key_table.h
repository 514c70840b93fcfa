// From keys to what was first seen with them: one block of memory, since a map's nodes, scattered
// between what lives shortly, cost several times their size.
#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "core/key_digest.h"

namespace rulemap::engine {

// Only grows. T is a plain number; 0 is kept for free places, so values are others.
template <class T>
class KeyTable {
 public:
  // What the key was first added with, and whether that was now.
  std::pair<T, bool> add(const KeyDigest& key, T value) {
    if (size_ >= places_.size() / 8 * 7) grow();
    Place& place = place_of(key);
    if (place.value != 0) return {place.value, false};
    place = {key, value};
    ++size_;
    return {value, true};
  }

 private:
  struct Place {
    KeyDigest key;
    T value;  // 0: nobody has this place
  };

  // The key's own place, or the free one where it belongs. A digest's bytes are spread evenly
  // already.
  Place& place_of(const KeyDigest& key) {
    std::uint32_t spread = 0;
    std::memcpy(&spread, key.bytes.data(), sizeof spread);
    std::size_t at = std::uint64_t{spread} * places_.size() >> 32;
    while (places_[at].value != 0 && places_[at].key != key) {
      if (++at == places_.size()) at = 0;
    }
    return places_[at];
  }
  void grow() {
    std::vector<Place> old(places_.size() + places_.size() / 4 + 16);
    old.swap(places_);
    for (const Place& each : old) {
      if (each.value != 0) place_of(each.key) = each;
    }
  }

  std::vector<Place> places_;
  std::size_t size_ = 0;
};

}  // namespace rulemap::engine
