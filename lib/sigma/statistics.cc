#include "statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rulemap::sigma {
namespace {

// Holds 2^63 values of 64 bits.
__extension__ using Wide = __int128;

struct Total {
  Wide whole = 0;
  long double rest = 0;  // of doubles
  bool is_exact = true;

  void add(const Number& number) {
    if (number.kind == Number::Kind::real) {
      rest += number.real;
      is_exact = false;
    } else if (number.kind == Number::Kind::negative) {
      whole += number.negative;
    } else {
      whole += number.natural;
    }
  }
};

Number from_real(long double value) {
  constexpr long double kMost = std::numeric_limits<double>::max();
  Number out;
  out.kind = Number::Kind::real;
  out.real = static_cast<double>(std::clamp(value, -kMost, kMost));
  return out;
}

Number from_whole(Wide value) {
  Number out;
  if (value >= 0 && value <= std::numeric_limits<std::uint64_t>::max()) {
    out.natural = static_cast<std::uint64_t>(value);
    return out;
  }
  if (value > 0 || value < std::numeric_limits<std::int64_t>::min()) {
    return from_real(static_cast<long double>(value));
  }
  out.kind = Number::Kind::negative;
  out.negative = static_cast<std::int64_t>(value);
  return out;
}

Number divided(const Total& total, std::size_t count) {
  const auto divisor = static_cast<Wide>(count);
  if (total.is_exact && total.whole % divisor == 0) return from_whole(total.whole / divisor);
  return from_real((static_cast<long double>(total.whole) + total.rest) /
                   static_cast<long double>(count));
}

Total total_of(std::span<const Hit> window) {
  Total total;
  for (const Hit& hit : window) total.add(hit.number);
  return total;
}

bool is_less(const Number& a, const Number& b) { return compare(a, b) < 0; }

std::vector<Number> numbers_of(std::span<const Hit> window) {
  std::vector<Number> out;
  out.reserve(window.size());
  for (const Hit& hit : window) out.push_back(hit.number);
  return out;
}

Number ranked(std::vector<Number>& numbers, std::size_t rank) {
  const auto at = numbers.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(numbers.begin(), at, numbers.end(), is_less);
  return *at;
}

}  // namespace

Number sum(std::span<const Hit> window) {
  const Total total = total_of(window);
  if (total.is_exact) return from_whole(total.whole);
  return from_real(static_cast<long double>(total.whole) + total.rest);
}

Number average(std::span<const Hit> window) { return divided(total_of(window), window.size()); }

Number median(std::span<const Hit> window) {
  std::vector<Number> numbers = numbers_of(window);
  const std::size_t middle = numbers.size() / 2;
  const Number upper = ranked(numbers, middle);
  if (numbers.size() % 2 == 1) return upper;
  Total pair;
  pair.add(upper);
  pair.add(ranked(numbers, middle - 1));
  return divided(pair, 2);
}

Number percentile(std::span<const Hit> window, double percent) {
  std::vector<Number> numbers = numbers_of(window);
  // 99.9 of 1000 is 999, which doubles miss by a little.
  constexpr double kRounding = 1e-9;
  const double rank = std::ceil(percent * static_cast<double>(numbers.size()) / 100 - kRounding);
  const auto from_one =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::max(rank, 1.0)), 1, numbers.size());
  return ranked(numbers, from_one - 1);
}

}  // namespace rulemap::sigma
