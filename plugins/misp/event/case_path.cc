#include "event/case_path.h"

namespace rulemap::misp {

std::string case_slug(std::string_view title, const ids::Uuid& event) {
  constexpr std::size_t kLongest = 60;
  constexpr std::size_t kUuidDigits = 8;
  std::string out;
  for (char c : title) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (out.size() == kLongest) break;
    if (kept)
      out.push_back(lower);
    else if (!out.empty() && out.back() != '-')
      out.push_back('-');
  }
  if (out.empty()) out = "case";
  if (out.back() != '-') out.push_back('-');
  return out + event.text().substr(0, kUuidDigits);
}

std::string case_path(std::string path, std::string_view slug) {
  for (std::size_t at = 0; (at = path.find(kCasePlace, at)) != std::string::npos;) {
    path.replace(at, kCasePlace.size(), slug);
    at += slug.size();
  }
  return path;
}

}  // namespace rulemap::misp
