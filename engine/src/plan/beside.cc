#include "plan/beside.h"

#include <glob.h>

#include <filesystem>

#include "plan/path_pattern.h"

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

bool is_there(const std::string& path) {
  glob_t found{};
  const int ended = ::glob(glob_of(path).c_str(), GLOB_NOSORT, nullptr, &found);
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
