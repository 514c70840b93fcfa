// Changes inputs at random, by bytes and by tokens. One seed, one sequence.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz.h"

namespace rulemap::fuzz {

class Mutator {
 public:
  // Material without seeds is not fine.
  Mutator(Material material, std::uint64_t seed) : material_(std::move(material)), random_(seed) {}

  // A seed with a few changes, at most kLongest bytes.
  std::string next();

  static constexpr std::size_t kLongest = 64 * 1024;

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  void change(std::string& text);
  void change_bytes(std::string& text);
  void change_range(std::string& text);
  void change_token(std::string& text);
  void splice(std::string& text);
  std::string some_word();

  Material material_;
  std::mt19937_64 random_;
};

}  // namespace rulemap::fuzz
