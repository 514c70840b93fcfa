// Both drivers give equal trees over every rule file of SigmaHQ.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return (std::ostringstream() << in.rdbuf()).str();
}

std::vector<fs::path> rule_files() {
  std::vector<fs::path> files;
  const fs::path root = fs::path(RULEMAP_SHARED_DATA) / "sigmahq";
  if (!fs::exists(root)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".yml") files.push_back(entry.path());
  }
  return files;
}

std::string first_difference(const Parsed& a, const Parsed& b) {
  for (const Parsed* parsed : {&a, &b}) {
    if (!parsed->ok()) return to_error(parsed->problems[0], "text").text();
  }
  if (a.documents.size() != b.documents.size()) return "numbers of documents";
  for (std::size_t i = 0; i < a.documents.size(); ++i) {
    if (!same(a.documents[i], b.documents[i])) return "trees of document " + std::to_string(i + 1);
  }
  return {};
}

TEST(Corpus, BothDriversGiveEqualTreesForEveryRuleFile) {
  const std::vector<fs::path> files = rule_files();
  if (files.empty()) GTEST_SKIP() << "skipped: ../shared not there";
  for (const fs::path& path : files) {
    const std::string text = read(path);
    EXPECT_EQ(first_difference(parse_with_yaml_cpp(text), parse_with_libyaml(text)), "") << path;
  }
  RecordProperty("files", static_cast<int>(files.size()));
}

}  // namespace
}  // namespace rulemap::yaml
