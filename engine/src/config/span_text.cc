#include "config/span_text.h"

#include <string_view>
#include <utility>

namespace rulemap::engine {

std::string span_text(std::int64_t ms) {
  constexpr std::pair<std::int64_t, char> kUnits[] = {
      {86'400'000, 'd'}, {3'600'000, 'h'}, {60'000, 'm'}};
  for (const auto& [unit, letter] : kUnits) {
    if (ms == unit || ms >= 2 * unit) return std::to_string((ms + unit - 1) / unit) + letter;
  }
  return std::to_string((ms + 999) / 1000) + "s";
}

std::string rate_text(const RateFile& rate) {
  constexpr std::pair<std::int64_t, std::string_view> kSpans[] = {{1000, "s"},
                                                                  {60'000, "min"},
                                                                  {3'600'000, "hour"},
                                                                  {86'400'000, "day"},
                                                                  {2'678'400'000, "month"}};
  std::string out = std::to_string(rate.count) + "/";
  for (const auto& [ms, word] : kSpans) {
    if (ms == rate.per_ms) return out += word;
  }
  return out + std::to_string(rate.per_ms) + "ms";
}

}  // namespace rulemap::engine
