#include "rulemap/ids/attack.h"

#include <algorithm>

namespace rulemap::ids {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_prefixed(std::string_view id, std::string_view prefix) {
  return id.size() == prefix.size() + 4 && id.starts_with(prefix) &&
         all_digits(id.substr(prefix.size()));
}

std::string upper(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return copy;
}

std::optional<std::string> in_tag(std::string_view tag, bool (*is_id)(std::string_view)) {
  constexpr std::string_view kNamespace = "ATTACK.";
  constexpr std::size_t kLongestId = 9;  // T1055.001
  if (tag.size() > kNamespace.size() + kLongestId) return std::nullopt;
  std::string id = upper(tag);
  if (!id.starts_with(kNamespace)) return std::nullopt;
  id.erase(0, kNamespace.size());
  if (!is_id(id)) return std::nullopt;
  return id;
}

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// How many bytes of `text` from `at` on belong to one word.
std::size_t word_size(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_word_byte(text[end])) ++end;
  return end - at;
}

// The three digits of a sub-technique behind a technique that ends at `at`; empty where none
// follow.
std::string_view sub_digits(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '.' && text[at] != '/' && text[at] != '_')) return {};
  if (word_size(text, at + 1) != 3 || !all_digits(text.substr(at + 1, 3))) return {};
  return text.substr(at + 1, 3);
}

void add_once(std::vector<std::string>& to, std::string id) {
  if (to.size() < kMostFoundIds && std::find(to.begin(), to.end(), id) == to.end()) {
    to.push_back(std::move(id));
  }
}

}  // namespace

bool is_technique_id(std::string_view id) {
  if (id.size() == 9)
    return id[5] == '.' && all_digits(id.substr(6)) && is_prefixed(id.substr(0, 5), "T");
  return is_prefixed(id, "T");
}

bool is_tactic_id(std::string_view id) { return is_prefixed(id, "TA"); }
bool is_software_id(std::string_view id) { return is_prefixed(id, "S"); }
bool is_group_id(std::string_view id) { return is_prefixed(id, "G"); }

std::string_view parent_of(std::string_view id) {
  return is_technique_id(id) ? id.substr(0, 5) : id;
}

std::optional<std::string> technique_in_tag(std::string_view tag) {
  return in_tag(tag, is_technique_id);
}
std::optional<std::string> tactic_in_tag(std::string_view tag) { return in_tag(tag, is_tactic_id); }
std::optional<std::string> software_in_tag(std::string_view tag) {
  return in_tag(tag, is_software_id);
}
std::optional<std::string> group_in_tag(std::string_view tag) { return in_tag(tag, is_group_id); }

std::optional<std::string> technique_at_end(std::string_view value) {
  constexpr std::string_view kSeparator = " - ";
  const std::size_t at = value.rfind(kSeparator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view id = value.substr(at + kSeparator.size());
  if (!is_technique_id(id)) return std::nullopt;
  return std::string(id);
}

void find_ids(std::string_view text, FoundIds& found) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = word_size(text, at);
    const std::string word = size == 5 || size == 6 ? upper(text.substr(at, size)) : std::string();
    at += std::max<std::size_t>(size, 1);
    if (is_technique_id(word)) {
      const std::string_view digits = sub_digits(text, at);
      add_once(found.techniques, digits.empty() ? word : word + "." + std::string(digits));
      if (!digits.empty()) at += 1 + digits.size();
    } else if (is_tactic_id(word)) {
      add_once(found.tactics, word);
    } else if (is_software_id(word)) {
      add_once(found.software, word);
    } else if (is_group_id(word)) {
      add_once(found.groups, word);
    }
  }
}

}  // namespace rulemap::ids
