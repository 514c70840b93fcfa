#include "problems.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "rulemap/utf8/decode.h"

namespace rulemap::sigma {
namespace {

std::string spelt_out(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
      out += c;
    } else {
      out += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 0xF]};
    }
  }
  return out;
}

// Letters to change, add, drop or swap with a neighbour; words are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      next[j] = std::min({change, row[j] + 1, next[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) next[j] = std::min(next[j], before[j - 2] + 1);
    }
    std::swap(before, row);
    std::swap(row, next);
  }
  return row[b.size()];
}

}  // namespace

void Problems::error(yaml::Place place, std::string message, std::string_view piece) {
  ++errors_;
  add(Problem::Weight::error, place, std::move(message), piece);
}

void Problems::warning(yaml::Place place, std::string message, std::string_view piece) {
  add(Problem::Weight::warning, place, std::move(message), piece);
}

void Problems::add(Problem::Weight weight, yaml::Place place, std::string message,
                   std::string_view piece) {
  if (kept_.size() >= limit_) return;
  std::string shown = piece.empty() ? std::string() : quoted(piece);
  if (!shown.empty()) shown = shown.substr(1, shown.size() - 2);
  kept_.push_back({weight, path_, place, std::move(message), std::move(shown)});
}

void order(std::vector<Problem>& problems, std::size_t most) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.path, a.place) < std::tie(b.path, b.place);
  });
  most = std::max<std::size_t>(most, 1);
  if (problems.size() <= most) return;
  const std::size_t left_out = problems.size() - most + 1;
  problems.resize(most - 1);
  Problem last;
  last.path = problems.empty() ? std::string() : problems.back().path;
  last.message = std::to_string(left_out) + " more problems are not kept";
  problems.push_back(std::move(last));
}

std::string quoted(std::string_view text) {
  // A little more than is shown, so that a long value is not copied whole.
  std::string_view head = text.substr(0, 100);
  while (head.size() < text.size() && !head.empty() && utf8::is_continuation(text[head.size()])) {
    head.remove_suffix(1);
  }
  return utf8::shown(spelt_out(head));
}

std::string one_of(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string_view slip_of(std::string_view said, std::span<const std::string_view> words) {
  constexpr std::size_t kShort = 4, kLong = 8, kLongest = 64;
  if (said.size() < kShort || said.size() > kLongest) return {};
  // Nearly all are right.
  if (std::find(words.begin(), words.end(), said) != words.end()) return {};
  std::size_t best = said.size() < kLong ? 2 : 3;
  std::string_view found;
  for (const std::string_view word : words) {
    const std::size_t steps = distance(said, word);
    if (steps < best) best = steps, found = word;
  }
  return found;
}

std::string did_you_mean(std::string_view said, std::span<const std::string_view> words) {
  if (said.size() > 64) return {};
  std::size_t best = std::max<std::size_t>(said.size() / 3, 1) + 1;
  std::string_view found;
  for (const std::string_view word : words) {
    const std::size_t steps = distance(said, word);
    if (steps < best) best = steps, found = word;
  }
  return found.empty() ? std::string() : "; did you mean `" + std::string(found) + "`?";
}

std::string Problem::text() const {
  if (place.line == 0) return path + ": " + message;  // of a file as a whole
  return path + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
         message;
}

}  // namespace rulemap::sigma
