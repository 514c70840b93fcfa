// From keys to what was first seen with them. The first of them lie in memory, all in one block,
// the rest in a file without a name: a run may see any number of keys.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace rulemap {

// Movable. One thread at a time. Only grows.
class KeyTable {
 public:
  using Key = std::array<char, 16>;  // a digest: its bytes are spread evenly

  KeyTable() = default;
  KeyTable(KeyTable&& other) noexcept;
  KeyTable& operator=(KeyTable&&) = delete;
  ~KeyTable();

  // What the key was first added with, and whether that was now. 0 stands for free places, so
  // values are others. Throws std::runtime_error where the disk is full; the key is then not added.
  std::pair<std::uint64_t, bool> add(const Key& key, std::uint64_t value);
  std::uint64_t size() const { return size_; }
  // Where no file can be made, all stays in memory.
  bool is_in_memory() const { return file_ < 0; }

 private:
  struct Place {
    Key key;
    std::uint64_t value;  // 0: nobody has this place
  };

  std::uint64_t home_of(const Key& key, std::uint64_t places) const;
  void grow();
  void grow_in_memory();
  bool move_to_file(std::uint64_t places);
  std::pair<std::uint64_t, bool> add_to_file(int file, std::uint64_t places, const Place& place);

  std::vector<Place> places_;
  int file_ = -1;
  std::uint64_t file_places_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace rulemap
