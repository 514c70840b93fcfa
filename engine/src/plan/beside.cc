#include "plan/beside.h"

#include <glob.h>

#include <filesystem>

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

// A glob of every path that a sink may make of this one: %Y and {case} become anything.
std::string any_of(const std::string& path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::size_t brace = path[i] == '{' ? path.find('}', i) : std::string::npos;
    if (brace != std::string::npos || (path[i] == '%' && i + 1 < path.size())) {
      i = brace != std::string::npos ? brace : i + 1;
      out += '*';
      continue;
    }
    if (std::string_view("*?[]\\").find(path[i]) != std::string_view::npos) out += '\\';
    out += path[i];
  }
  return out;
}

bool is_there(const std::string& path) {
  glob_t found{};
  const int ended = ::glob(any_of(path).c_str(), GLOB_NOSORT, nullptr, &found);
  ::globfree(&found);
  return ended == 0;
}

std::string numbered(const fs::path& path, int number) {
  const std::string name =
      path.stem().string() + ".replay-" + std::to_string(number) + path.extension().string();
  return (path.parent_path() / name).string();
}

}  // namespace

std::string beside(const std::string& path) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status)) return path;
  fs::path plain = path;
  if (!plain.has_filename()) plain = plain.parent_path();  // "out/"
  int number = 1;
  while (is_there(numbered(plain, number))) ++number;
  return numbered(plain, number);
}

}  // namespace rulemap::engine
