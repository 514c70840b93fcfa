#include "guess.h"

#include <algorithm>
#include <array>

namespace rulemap::expr {
namespace {

constexpr size_t kLongest = 64;  // of a name worth guessing: bounds the work for one pair
using Row = std::array<size_t, kLongest + 1>;

// Optimal string alignment; both words are at most kLongest.
size_t distance(std::string_view a, std::string_view b) {
  Row before{}, previous{}, current{};
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before = previous;
    previous = current;
  }
  return previous[b.size()];
}

bool is_last_part(std::string_view word, std::string_view name) {
  return name.size() > word.size() && name.ends_with(word) &&
         name[name.size() - word.size() - 1] == '.';
}

std::string only_suffixed(std::string_view word, std::span<const std::string> names) {
  std::string found;
  for (const std::string& name : names) {
    if (!is_last_part(word, name)) continue;
    if (!found.empty()) return {};
    found = name;
  }
  return found;
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> names) {
  if (word.size() > kLongest) return {};
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (lower != word) {
    const std::string found = nearest(lower, names);
    if (!found.empty()) return found;
  }
  size_t best = std::max<size_t>(1, word.size() / 3) + 1;
  std::string found;
  for (const std::string& name : names) {
    if (name.size() > kLongest) continue;
    const size_t apart =
        name.size() > word.size() ? name.size() - word.size() : word.size() - name.size();
    if (apart >= best) continue;
    const size_t edits = distance(word, name);
    if (edits >= best) continue;
    best = edits;
    found = name;
  }
  return found.empty() ? only_suffixed(word, names) : found;
}

}  // namespace rulemap::expr
