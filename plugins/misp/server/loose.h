// Scalars of a MISP server's answers: 2.5 says numbers, 2.4 the same as texts (exchanges 80).
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "rulemap/sdk/value.h"

namespace rulemap::misp::loose {

inline std::string text(Doc value) {
  if (const auto number = value.integer()) return std::to_string(*number);
  return std::string(value.text().value_or(""));
}

inline std::optional<std::int64_t> number(Doc value) {
  if (const auto number = value.integer()) return number;
  const std::string_view digits = value.text().value_or("");
  std::int64_t out = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (failed != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

inline bool flag(Doc value) {
  if (const auto flag = value.boolean()) return *flag;
  return number(value).value_or(0) != 0;
}

}  // namespace rulemap::misp::loose
