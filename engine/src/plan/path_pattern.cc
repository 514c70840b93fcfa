#include "plan/path_pattern.h"

#include <string_view>

namespace rulemap::engine {
namespace {

constexpr std::string_view kDigit = "[0-9]";

std::string digits(int count) {
  std::string out;
  while (count-- > 0) out += kDigit;
  return out;
}

std::string glob_of_code(char code) {
  if (code == 'Y') return digits(4);
  return std::string_view("mdHMS").find(code) == std::string_view::npos ? "*" : digits(2);
}

std::string glob(const std::string& path, bool braces) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::size_t brace = braces && path[i] == '{' ? path.find('}', i) : std::string::npos;
    if (brace != std::string::npos) {
      i = brace;
      out += '*';
    } else if (path[i] == '%' && i + 1 < path.size()) {
      out += glob_of_code(path[++i]);
    } else {
      if (std::string_view("*?[]\\").find(path[i]) != std::string_view::npos) out += '\\';
      out += path[i];
    }
  }
  return out;
}

}  // namespace

std::string glob_of(const std::string& path) { return glob(path, true); }
std::string glob_of_time(const std::string& path) { return glob(path, false); }

}  // namespace rulemap::engine
