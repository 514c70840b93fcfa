// The file of a case: the option `path` with {case} filled in.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/ids/uuid.h"

namespace rulemap::misp {

inline constexpr std::string_view kCasePlace = "{case}";

inline bool has_case_place(std::string_view path) {
  return path.find(kCasePlace) != std::string_view::npos;
}

// "Phishing wave #7" -> "phishing-wave-7-1f2e3d4c": safe as a file name, and no two cases share it.
std::string case_slug(std::string_view title, const ids::Uuid& event);

// Every {case} in `path` becomes `slug`.
std::string case_path(std::string path, std::string_view slug);

}  // namespace rulemap::misp
