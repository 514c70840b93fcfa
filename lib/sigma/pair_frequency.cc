#include "pair_frequency.h"

#include <algorithm>
#include <cmath>

namespace rulemap::sigma {
namespace {

// A row for each kind of the first byte: twofold steps from one of a million places ('0').
constexpr std::string_view kRows[] = {
#include "pair_frequencies.inc"
};
static_assert(std::size(kRows) == kByteKinds);

}  // namespace

std::size_t byte_kind(char folded) {
  if (folded >= '0' && folded <= '9') folded = '0';
  return std::min(kSigns.find(folded), kSigns.size());
}

double pair_frequency(char first, char second) {
  const char steps = kRows[byte_kind(first)][byte_kind(second)];
  return std::exp2(steps - '0') / 1000000;
}

}  // namespace rulemap::sigma
