#include "prose.h"

#include <algorithm>
#include <string>

#include "rulemap/text/refang.h"

namespace rulemap::text_plugin {
namespace {

// Longer than a commit's id in a short form or a colour; a hash that lost characters has more.
constexpr std::size_t kLeastDigits = 28;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_cut_hash(std::string_view word) {
  return word.size() >= kLeastDigits && std::all_of(word.begin(), word.end(), is_hex) &&
         std::any_of(word.begin(), word.end(), is_digit);
}

// Four numbers between dots, with or without a port or a prefix length behind them.
bool is_dotted_quad(std::string_view word) {
  const std::string_view address = word.substr(0, word.find_first_of(":/"));
  const auto digit_or_dot = [](char c) { return is_digit(c) || c == '.'; };
  return std::count(address.begin(), address.end(), '.') == 3 && is_digit(address.front()) &&
         std::all_of(address.begin(), address.end(), digit_or_dot);
}

bool is_cve(std::string_view word) {
  constexpr std::string_view kPrefix = "cve-";
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  return word.size() > kPrefix.size() &&
         std::equal(kPrefix.begin(), kPrefix.end(), word.begin(), same) &&
         is_digit(word[kPrefix.size()]);
}

}  // namespace

bool was_meant(std::string_view word) {
  if (word.empty()) return false;
  if (word.find("://") != std::string_view::npos || ioc::refang(word) != word) return true;
  return is_cut_hash(word) || is_dotted_quad(word) || is_cve(word);
}

}  // namespace rulemap::text_plugin
