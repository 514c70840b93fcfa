#include "rulemap/ids/family.h"

#include <algorithm>
#include <iterator>

namespace rulemap::ids {
namespace {

constexpr std::string_view kNoNames[] = {"n/a",     "na",      "none",   "null",    "unknown",
                                         "generic", "malware", "threat", "various", "multiple",
                                         "tbd",     "-",       "?"};

// The kinds of Elastic's threat names that are malware; a vulnerable driver, an exploit or a
// packer is none.
constexpr std::string_view kKinds[] = {"trojan",      "ransomware", "backdoor", "rootkit",
                                       "infostealer", "worm",       "virus",    "wiper",
                                       "cryptominer", "hacktool",   "webshell", "bootkit"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

template <std::size_t n>
bool has(const std::string_view (&words)[n], std::string_view text) {
  return std::find(std::begin(words), std::end(words), lower(text)) != std::end(words);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_name(std::string_view text) {
  const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; };
  return !text.empty() && text.size() <= kLongestFamily && !has(kNoNames, text) &&
         std::none_of(text.begin(), text.end(), is_control);
}

// "Ransom:W32/CTBLocker" -> "CTBLocker".
std::string_view without_kind(std::string_view name) {
  const std::size_t colon = name.find(':'), slash = name.rfind('/');
  if (colon == std::string_view::npos || slash == std::string_view::npos || slash < colon) {
    return name;
  }
  return name.substr(slash + 1);
}

}  // namespace

void add_families(std::string_view text, std::vector<std::string>& families) {
  for (std::size_t at = 0; at <= text.size() && families.size() < kMostFamilies;) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string_view name = without_kind(trimmed(text.substr(at, comma - at)));
    at = comma + 1;
    if (!is_name(name)) continue;
    if (std::find(families.begin(), families.end(), name) == families.end()) {
      families.emplace_back(name);
    }
  }
}

std::string family_of_threat(std::string_view name) {
  const std::size_t first = name.find('.');
  const std::size_t second = first == std::string_view::npos ? first : name.find('.', first + 1);
  if (second == std::string_view::npos) return {};
  const std::string_view kind = name.substr(first + 1, second - first - 1);
  const std::string_view family = name.substr(second + 1);
  if (!has(kKinds, kind) || !is_name(family)) return {};
  return std::string(family);
}

}  // namespace rulemap::ids
