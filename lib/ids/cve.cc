#include "rulemap/ids/cve.h"

#include <algorithm>

namespace rulemap::ids {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hyphen(char c) { return c == '-' || c == '_'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// "CVE-" in any case; an underscore will do.
bool has_prefix(std::string_view text) {
  return text.size() > 4 && (text[0] | 0x20) == 'c' && (text[1] | 0x20) == 'v' &&
         (text[2] | 0x20) == 'e' && is_hyphen(text[3]);
}

}  // namespace

std::optional<std::string> cve_of(std::string_view text) {
  if (has_prefix(text)) text.remove_prefix(4);
  constexpr std::size_t kYear = 4, kFewest = 4, kMost = 19;
  if (text.size() < kYear + 1 + kFewest || text.size() > kYear + 1 + kMost) return std::nullopt;
  const std::string_view year = text.substr(0, kYear), number = text.substr(kYear + 1);
  if (!is_hyphen(text[kYear]) || !all_digits(year) || !all_digits(number)) return std::nullopt;
  return "CVE-" + std::string(year) + "-" + std::string(number);
}

}  // namespace rulemap::ids
