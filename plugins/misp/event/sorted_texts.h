// A set of texts in one block of memory: a million lines take their bytes and four more each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::misp {

class SortedTexts {
 public:
  // False where there is no room: 4 GiB of text.
  bool add(std::string_view text) {
    if (bytes_.size() + text.size() >= UINT32_MAX) return false;
    starts_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_.append(text).push_back('\0');
    return true;
  }
  // To be called once, after the last add().
  void sort() {
    const auto less = [&](std::uint32_t a, std::uint32_t b) { return at(a) < at(b); };
    std::sort(starts_.begin(), starts_.end(), less);
    for (std::uint32_t each : starts_) lengths_.push_back(at(each).size());
    std::sort(lengths_.begin(), lengths_.end());
    lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
    lengths_.shrink_to_fit();
    bytes_.shrink_to_fit();
    starts_.shrink_to_fit();
  }

  bool contains(std::string_view text) const {
    const auto found =
        std::lower_bound(starts_.begin(), starts_.end(), text,
                         [&](std::uint32_t a, std::string_view b) { return at(a) < b; });
    return found != starts_.end() && at(*found) == text;
  }
  // Whether one of them stands somewhere in `text`.
  bool contains_part_of(std::string_view text) const {
    for (const std::size_t length : lengths_) {
      for (std::size_t i = 0; i + length <= text.size(); ++i) {
        if (contains(text.substr(i, length))) return true;
      }
    }
    return false;
  }
  std::size_t size() const { return starts_.size(); }

 private:
  // No text has a NUL: add() got it from somebody who checked.
  std::string_view at(std::uint32_t start) const { return bytes_.c_str() + start; }

  std::string bytes_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::size_t> lengths_;  // that occur
};

}  // namespace rulemap::misp
