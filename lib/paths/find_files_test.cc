#include "rulemap/paths/find_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace rulemap::paths {
namespace {

namespace fs = std::filesystem;

class FindFiles : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / "find_files";
    fs::remove_all(root_);
    for (const char* each : {"a.yml", "b.txt", "sub/c.yaml", "sub/deep/d.yml", ".hidden/e.yml"}) {
      fs::create_directories((root_ / each).parent_path());
      std::ofstream(root_ / each) << each;
    }
  }
  // What is found, from the root on.
  std::vector<std::string> found(const std::string& path,
                                 const std::vector<std::string>& endings = {}) {
    const auto result = find_files({(root_ / path).string()}, endings);
    std::vector<std::string> out;
    if (!result.ok()) return {result.error().message};
    for (const std::string& each : result->paths) {
      out.push_back(fs::relative(each, root_).string());
    }
    return out;
  }
  using Names = std::vector<std::string>;
  fs::path root_;
};

TEST_F(FindFiles, AFolderStandsForTheFilesBelowItThatEndAsWanted) {
  EXPECT_EQ(found("", {".yml", ".yaml"}), (Names{"a.yml", "sub/c.yaml", "sub/deep/d.yml"}));
  EXPECT_EQ(found(""), (Names{"a.yml", "b.txt", "sub/c.yaml", "sub/deep/d.yml"}));
}

TEST_F(FindFiles, AFileStandsForItselfWhateverItsName) {
  EXPECT_EQ(found("b.txt", {".yml"}), Names{"b.txt"});
}

TEST_F(FindFiles, GlobsStandForPartsOfNamesAndForFolders) {
  EXPECT_EQ(found("*.yml", {}), Names{"a.yml"});
  EXPECT_EQ(found("**/*.yml"), (Names{"a.yml", "sub/deep/d.yml"}));
  EXPECT_EQ(found("sub/?.yaml"), Names{"sub/c.yaml"});
  EXPECT_EQ(found(".hidden/*.yml"), Names{".hidden/e.yml"});
}

TEST_F(FindFiles, ACircleOfLinksEnds) {
  fs::create_directory_symlink(root_, root_ / "sub/again");
  EXPECT_EQ(found("", {".yml"}).size(), 2u);
}

TEST_F(FindFiles, WhatIsNotThereIsAnError) {
  EXPECT_EQ(found("none.yml"), Names{"there is no such file or folder; folders, files and globs "
                                     "may stand here"});
}

TEST_F(FindFiles, AFileAboveTheLimitIsRefusedWithBothFigures) {
  const auto text = read_text_file((root_ / "a.yml").string(), 3);
  ASSERT_FALSE(text.ok());
  EXPECT_NE(text.error().message.find("5 bytes"), std::string::npos);
  EXPECT_EQ(*read_text_file((root_ / "a.yml").string(), 5), "a.yml");
}

}  // namespace
}  // namespace rulemap::paths
