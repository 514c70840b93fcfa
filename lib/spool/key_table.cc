#include "rulemap/spool/key_table.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <stdexcept>

namespace rulemap {
namespace {

constexpr std::uint64_t kMostInMemory = 2'048;  // places; 48 KiB
constexpr std::uint64_t kGrowth = 4;            // of a file, whose free places cost nothing
constexpr std::size_t kAtOnce = 16;             // places read together

// Without a name from the start; -1 where none can be made.
int open_nameless() {
  std::error_code failed;
  const auto folder = std::filesystem::temp_directory_path(failed);
  if (failed) return -1;
  std::string path = (folder / "rulemap-keys-XXXXXX").string();
  const int file = ::mkostemp(path.data(), O_CLOEXEC);
  if (file >= 0) ::unlink(path.c_str());
  return file;
}

bool transfer(auto call, int file, auto* bytes, std::size_t size, std::uint64_t offset) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t more = call(file, bytes + done, size - done, static_cast<off_t>(offset + done));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return false;
    done += static_cast<std::size_t>(more);
  }
  return true;
}

template <class Place>
void read_places(int file, std::uint64_t at, std::span<Place> into) {
  if (transfer(::pread, file, reinterpret_cast<char*>(into.data()), into.size_bytes(),
               at * sizeof(Place))) {
    return;
  }
  throw std::runtime_error("what was seen before cannot be read back from its temporary file");
}

template <class Place>
void write_place(int file, std::uint64_t at, const Place& place) {
  if (transfer(::pwrite, file, reinterpret_cast<const char*>(&place), sizeof place,
               at * sizeof place)) {
    return;
  }
  throw std::runtime_error(
      "what was seen cannot be kept in a temporary file: is the disk full? "
      "TMPDIR names the folder");
}

}  // namespace

KeyTable::KeyTable(KeyTable&& other) noexcept
    : places_(std::move(other.places_)),
      file_(std::exchange(other.file_, -1)),
      file_places_(other.file_places_),
      size_(std::exchange(other.size_, 0)) {}

KeyTable::~KeyTable() {
  if (file_ >= 0) ::close(file_);
}

std::pair<std::uint64_t, bool> KeyTable::add(const Key& key, std::uint64_t value) {
  if (size_ >= (is_in_memory() ? places_.size() : file_places_) / 8 * 7) grow();
  if (!is_in_memory()) {
    const auto out = add_to_file(file_, file_places_, {key, value});
    size_ += out.second ? 1 : 0;
    return out;
  }
  std::size_t at = home_of(key, places_.size());
  while (places_[at].value != 0 && places_[at].key != key) at = (at + 1) % places_.size();
  if (places_[at].value != 0) return {places_[at].value, false};
  places_[at] = {key, value};
  ++size_;
  return {value, true};
}

std::uint64_t KeyTable::home_of(const Key& key, std::uint64_t places) const {
  std::uint32_t spread = 0;
  std::memcpy(&spread, key.data(), sizeof spread);
  return spread * places >> 32;
}

void KeyTable::grow() {
  if (is_in_memory() && places_.size() < kMostInMemory) return grow_in_memory();
  const std::uint64_t now = is_in_memory() ? places_.size() : file_places_;
  if (!move_to_file(now * kGrowth)) grow_in_memory();
}

void KeyTable::grow_in_memory() {
  std::vector<Place> old(places_.size() + places_.size() / 4 + 16);
  old.swap(places_);
  size_ = 0;
  for (const Place& each : old) {
    if (each.value != 0) add(each.key, each.value);
  }
}

// False where a first file cannot be made.
bool KeyTable::move_to_file(std::uint64_t places) {
  const int file = open_nameless();
  if (file < 0 && is_in_memory()) return false;
  // All free: a hole reads as zeros.
  const bool made = file >= 0 && ::ftruncate(file, static_cast<off_t>(places * sizeof(Place))) == 0;
  const auto take = [&](std::span<const Place> some) {
    for (const Place& each : some) {
      if (each.value != 0) add_to_file(file, places, each);
    }
  };
  try {
    if (!made) throw std::runtime_error("a temporary file cannot be made larger");
    take(places_);
    std::array<Place, 1024> some;
    for (std::uint64_t at = 0; at < file_places_; at += some.size()) {
      const std::span block(some.data(), std::min<std::uint64_t>(some.size(), file_places_ - at));
      read_places(file_, at, block);
      take(block);
    }
  } catch (...) {
    if (file >= 0) ::close(file);
    throw;
  }
  places_ = {};
  if (file_ >= 0) ::close(file_);
  file_ = file;
  file_places_ = places;
  return true;
}

std::pair<std::uint64_t, bool> KeyTable::add_to_file(int file, std::uint64_t places,
                                                     const Place& place) {
  std::array<Place, kAtOnce> some;
  std::uint64_t at = home_of(place.key, places);
  while (true) {
    const std::span block(some.data(), std::min<std::uint64_t>(some.size(), places - at));
    read_places(file, at, block);
    for (const Place& each : block) {
      if (each.value == 0) {
        write_place(file, at, place);
        return {place.value, true};
      }
      if (each.key == place.key) return {each.value, false};
      ++at;
    }
    if (at == places) at = 0;
  }
}

}  // namespace rulemap
