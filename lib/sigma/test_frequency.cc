#include "test_frequency.h"

#include <algorithm>
#include <iterator>

#include "hash.h"
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

}  // namespace

std::uint64_t frequency_key(const CompiledTest& test) {
  const auto keys = index_keys(test);
  if (keys.empty()) return 0;
  std::uint64_t key = hash_of(test.test->field);
  if (test.pattern) key = mix(key, static_cast<std::uint64_t>(test.pattern->shape()));
  for (const IndexKey& each : keys) {
    key = mix(mix(key, static_cast<std::uint64_t>(each.kind)), hash_of(each.text));
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
