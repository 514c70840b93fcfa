// Each mistake that people make in a pipeline file: mistakes/NAME.yaml and, beside it, exactly what
// `rulemap check` says of it. RULEMAP_UPDATE=1 writes what it says now; then read the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "rulemap/engine/pipeline.h"

namespace rulemap::engine {
namespace {

namespace fs = std::filesystem;
const fs::path kFolder = fs::path(RULEMAP_SOURCE_DIR) / "tests/golden/mistakes";

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& each : fs::directory_iterator(kFolder)) {
    if (each.path().extension() == ".yaml") out.push_back(each.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string read(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::string check(const std::string& name) {
  Registry registry;
  EXPECT_TRUE(registry.load_folder(RULEMAP_PLUGIN_DIR).empty());
  LoadSettings settings;
  settings.for_run = false;
  settings.environment = [](const std::string&) { return std::optional<std::string>(); };
  return load_pipeline(name + ".yaml", registry, settings).diagnostics.text();
}

class Mistakes : public testing::TestWithParam<std::string> {};

TEST_P(Mistakes, AreSaidWithPlaceAndGuess) {
  fs::current_path(kFolder);
  std::string said = check(GetParam());
  // Messages about files name them as a whole; the golden text stays the same on every machine.
  for (std::size_t at; (at = said.find(kFolder.string() + "/")) != std::string::npos;) {
    said.erase(at, kFolder.string().size() + 1);
  }
  const fs::path expected = kFolder / (GetParam() + ".expected");
  if (std::getenv("RULEMAP_UPDATE")) std::ofstream(expected, std::ios::binary) << said;
  EXPECT_FALSE(said.empty());
  EXPECT_EQ(said, read(expected));
}

INSTANTIATE_TEST_SUITE_P(Golden, Mistakes, testing::ValuesIn(names()), [](const auto& each) {
  std::string name = each.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '_');
  return name;
});

}  // namespace
}  // namespace rulemap::engine
