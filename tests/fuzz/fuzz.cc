#include "fuzz.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rulemap::fuzz {

void expect(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

void expect_same(std::string_view a, std::string_view b, std::string_view promise) {
  if (a == b) return;
  std::fprintf(stderr, "one: %.*s\ntwo: %.*s\n", static_cast<int>(a.size()), a.data(),
               static_cast<int>(b.size()), b.data());
  expect(false, promise);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, std::string_view text) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  // Some file systems wait for the disk where a file is cut and written anew.
  std::filesystem::remove(path, ignored);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::vector<std::string> files_below(const std::string& folder, std::string_view ending) {
  const std::filesystem::path root = std::filesystem::path(RULEMAP_SOURCE_DIR) / folder;
  std::vector<std::string> paths;
  for (const auto& each : std::filesystem::recursive_directory_iterator(root)) {
    const std::string path = each.path().string();
    if (each.is_regular_file() && path.ends_with(ending)) paths.push_back(path);
  }
  // The folder's own order is not the same everywhere, and a seed has to mean the same run.
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const std::string& path : paths) texts.push_back(read_file(path));
  return texts;
}

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "rulemap-fuzz-XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  expect(made != nullptr, "a folder for temporary files can be made");
  path_ = made;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace rulemap::fuzz
