#include "placeholders.h"

#include <utility>

namespace rulemap::sigma {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

// The name at the start of `text`, which begins with a percent sign; empty where there is none.
std::string_view name_at(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && is_name_character(text[end])) ++end;
  return end < text.size() && text[end] == '%' ? text.substr(1, end - 1) : std::string_view();
}

// A text, and behind it the values of a placeholder; at the end none.
struct Part {
  std::string text;
  std::string_view name;
};

std::vector<Part> split(std::string_view text) {
  std::vector<Part> parts(1);
  while (!text.empty()) {
    const std::string_view name = text[0] == '%' ? name_at(text) : std::string_view();
    const bool escaped = text.starts_with("\\%");
    // An escaped backslash, which escapes nothing itself.
    if (text.starts_with("\\\\")) {
      parts.back().text += text.substr(0, 2);
      text.remove_prefix(2);
      continue;
    }
    if (name.empty()) {
      parts.back().text += escaped ? '%' : text[0];
    } else {
      parts.back().name = name;
      parts.emplace_back();
    }
    text.remove_prefix(!name.empty() ? name.size() + 2 : escaped ? 2 : 1);
  }
  return parts;
}

}  // namespace

std::optional<std::vector<std::string>> expand_placeholders(std::string_view text,
                                                            yaml::Place place,
                                                            const Placeholders& placeholders,
                                                            std::size_t most, Problems& problems) {
  std::vector<std::string> out(1);
  bool complete = true;
  for (const Part& part : split(text)) {
    for (std::string& each : out) each += part.text;
    if (part.name.empty()) continue;
    const auto found = placeholders.find(std::string(part.name));
    if (found == placeholders.end() || found->second.empty()) {
      problems.error(place,
                     "the placeholder `%" + std::string(part.name) +
                         "%` has no values; give it some to load this rule",
                     text);
      complete = false;
      continue;
    }
    std::vector<std::string> next;
    std::size_t bytes = 0;
    for (const std::string& each : out) {
      for (const std::string& value : found->second) {
        next.push_back(each + value);
        bytes += next.back().size();
        if (next.size() <= most && bytes <= kMostBytes) continue;
        problems.error(place,
                       "the placeholders of this value make more than " + std::to_string(most) +
                           " values or " + std::to_string(kMostBytes >> 20) +
                           " MiB, the most that is read",
                       text);
        return std::nullopt;
      }
    }
    out = std::move(next);
  }
  if (!complete) return std::nullopt;
  return out;
}

}  // namespace rulemap::sigma
