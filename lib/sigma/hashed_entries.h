// Where the entries of one key begin in a list that is sorted by keys: open addressing, built once.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace rulemap::sigma {

// `Entry` has a `key`.
template <class Entry>
class HashedEntries {
 public:
  void add(Entry entry) { entries_.push_back(std::move(entry)); }
  bool is_empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  const std::vector<Entry>& all() const { return entries_; }

  // To be called once, when all were added.
  void build() {
    if (entries_.empty()) return;
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.key < b.key; });
    places_.resize(std::bit_ceil(entries_.size() * 2 + 1));
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (i > 0 && entries_[i - 1].key == entries_[i].key) continue;
      std::size_t at = place_of(entries_[i].key);
      while (places_[at] != 0) at = next(at);
      places_[at] = static_cast<std::uint32_t>(i + 1);
    }
  }

  template <class Each>
  void each_of(std::uint64_t key, Each&& each) const {
    if (places_.empty()) return;
    for (std::size_t at = place_of(key); places_[at] != 0; at = next(at)) {
      std::size_t i = places_[at] - 1;
      if (entries_[i].key != key) continue;
      for (; i < entries_.size() && entries_[i].key == key; ++i) each(entries_[i]);
      return;
    }
  }

 private:
  std::size_t place_of(std::uint64_t key) const {
    return (key * 0x9E3779B97F4A7C15 >> 32) & (places_.size() - 1);
  }
  std::size_t next(std::size_t at) const { return (at + 1) & (places_.size() - 1); }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> places_;  // and one; 0 is free
};

}  // namespace rulemap::sigma
