#include "test_frequency.h"

#include <algorithm>
#include <iterator>

#include "witness.h"

namespace rulemap::sigma {
namespace {

struct Row {
  std::uint64_t key;
  unsigned of_10000;
};

constexpr Row kRows[] = {
#include "test_frequencies.inc"
};

// The table's own, so that it outlives any change of hash.h.
std::uint64_t stable_mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a ^ (b + 0x9E3779B97F4A7C15)) * 0xFF51AFD7ED558CCD;
  h ^= h >> 32;
  return h * 0xC4CEB9FE1A85EC53;
}

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t h = text.size(), word = 0;
  const auto byte = [](char c) { return std::uint64_t{static_cast<unsigned char>(c)}; };
  for (; text.size() >= 8; text.remove_prefix(8)) {
    word = 0;
    for (unsigned i = 0; i < 8; ++i) word |= byte(text[i]) << (8 * i);
    h = (h ^ word) * 0x9E3779B97F4A7C15;
    h ^= h >> 29;
  }
  word = 0;
  for (const char c : text) word = (word << 8) | byte(c);
  h = (h ^ word) * 0xFF51AFD7ED558CCD;
  return h ^ (h >> 32);
}

}  // namespace

std::uint64_t frequency_key(const CompiledTest& test) {
  const auto keys = index_keys(test);
  if (keys.empty()) return 0;
  std::uint64_t key = stable_hash(test.test->field);
  if (test.pattern) key = stable_mix(key, static_cast<std::uint64_t>(test.pattern->shape()));
  for (const IndexKey& each : keys) {
    key =
        stable_mix(stable_mix(key, static_cast<std::uint64_t>(each.kind)), stable_hash(each.text));
  }
  return key;
}

unsigned test_frequency(const CompiledTest& test) {
  const std::uint64_t key = frequency_key(test);
  const Row* const row =
      std::lower_bound(std::begin(kRows), std::end(kRows), key,
                       [](const Row& a, std::uint64_t wanted) { return a.key < wanted; });
  return row != std::end(kRows) && row->key == key ? row->of_10000 : 0;
}

}  // namespace rulemap::sigma
