// Names as MISP compares them: the letters of ASCII count the same in either case.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace rulemap::misp {

inline std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

}  // namespace rulemap::misp
