#include "command.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

namespace rulemap::cli {
namespace fs = std::filesystem;

namespace {

// bin/rulemap and lib/rulemap/plugins stand side by side, in the build as when installed.
std::string installed_plugins() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return "";
  const fs::path folder = program.parent_path().parent_path() / "lib/rulemap/plugins";
  return fs::is_directory(folder, failed) ? folder.string() : "";
}

}  // namespace

void load_plugins(engine::Registry& registry, const Common& common) {
  std::vector<std::string> folders = common.plugin_folders;
  if (const char* path = std::getenv("RULEMAP_PLUGIN_PATH")) {
    std::istringstream parts(path);
    for (std::string each; std::getline(parts, each, ':');) {
      if (!each.empty()) folders.push_back(each);
    }
  }
  if (const std::string installed = installed_plugins(); !installed.empty()) {
    folders.push_back(installed);
  }
  const engine::LoadOptions options{common.allow_unsafe_plugins};
  for (const std::string& folder : folders) {
    for (const Error& each : registry.load_folder(folder, options)) {
      complain("rulemap: " + each.text() + "\n");
    }
  }
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void complain(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace rulemap::cli
