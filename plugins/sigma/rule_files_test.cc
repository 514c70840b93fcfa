#include "rule_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "rules_testing.h"

namespace rulemap::sigma_map {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class RuleFilesTest : public RulesTest {
 protected:
  RuleFilesTest() {
    for (const char* name : {"a/one.yml", "a/two.yaml", "a/notes.txt", "a/b/three.yml",
                             "a/b/c/four.yml", "a/.hidden/five.yml", "a/.six.yml", "d/seven.yml"}) {
      write(name, "x");
    }
  }
  // The names that these patterns find, relative to the test's folder.
  Names find(const Names& patterns) {
    Names paths, out;
    for (const std::string& pattern : patterns) paths.push_back(at(pattern));
    const auto found = find_rule_files(paths);
    if (!found.ok()) return {found.error().text()};
    for (const std::string& path : found->paths) out.push_back(path.substr(root().size() + 1));
    return out;
  }
};

TEST_F(RuleFilesTest, FoldersFilesAndGlobs) {
  const Names all_of_a = {"a/b/c/four.yml", "a/b/three.yml", "a/one.yml", "a/two.yaml"};
  const std::pair<Names, Names> rows[] = {
      {{"a"}, all_of_a},
      {{"a/"}, all_of_a},
      {{"a/one.yml"}, {"a/one.yml"}},
      {{"a/notes.txt"}, {"a/notes.txt"}},
      {{"a/*"}, all_of_a},
      {{"a/*.yml"}, {"a/one.yml"}},
      {{"a/*.y*ml"}, {"a/one.yml", "a/two.yaml"}},
      {{"a/???.yml"}, {"a/one.yml"}},
      {{"a/[n-p]*.yml"}, {"a/one.yml"}},
      {{"a/**/*.yml"}, {"a/b/c/four.yml", "a/b/three.yml", "a/one.yml"}},
      {{"**/b/*.yml"}, {"a/b/three.yml"}},
      {{"**/c"}, {"a/b/c/four.yml"}},
      {{"a/**"}, all_of_a},
      {{"**/**/**/four.yml"}, {"a/b/c/four.yml"}},
      {{"*/"}, {"a/b/c/four.yml", "a/b/three.yml", "a/one.yml", "a/two.yaml", "d/seven.yml"}},
      {{"a/.hidden"}, {"a/.hidden/five.yml"}},
      {{"a/.*/*.yml"}, {"a/.hidden/five.yml"}},
      {{"d", "a/one.yml", "a/*.yml", "d"}, {"a/one.yml", "d/seven.yml"}},
      {{"a/*.none"}, {}},
      {{"none/*.yml"}, {}},
  };
  for (const auto& [patterns, names] : rows) EXPECT_EQ(find(patterns), names) << patterns[0];
}

TEST_F(RuleFilesTest, APathThatIsNotThereFails) {
  const auto found = find_rule_files({at("a"), at("none")});
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().where, at("none"));
}

TEST_F(RuleFilesTest, AFileWhoseNameLooksLikeAGlobIsFound) {
  write("e/[1]*.yml", "x");
  EXPECT_EQ(find({"e/[1]*.yml"}), Names{"e/[1]*.yml"});
}

TEST_F(RuleFilesTest, LinksAreFollowedButNeverInACircle) {
  fs::create_directory_symlink(at("a"), at("a/b/up"));
  fs::create_directory_symlink(".", at("d/self"));
  fs::create_directory_symlink(at("a/b/c"), at("d/c"));
  fs::create_symlink(at("a/one.yml"), at("d/one-again.yml"));
  fs::create_symlink(at("nowhere"), at("d/dangling.yml"));
  EXPECT_EQ(find({"d"}), (Names{"d/c/four.yml", "d/one-again.yml", "d/seven.yml"}));
  EXPECT_EQ(find({"a/**/*.yml"}), (Names{"a/b/c/four.yml", "a/b/three.yml", "a/one.yml"}));
  EXPECT_EQ(find({"a", "d"}).size(), 5u);
}

TEST_F(RuleFilesTest, WhatIsNoFileIsLeftAlone) {
  ASSERT_EQ(::mkfifo(at("d/pipe.yml").c_str(), 0600), 0);
  EXPECT_EQ(find({"d"}), Names{"d/seven.yml"});
}

TEST_F(RuleFilesTest, ATextFileHasACap) {
  const std::string path = write("big.yml", std::string(11, 'x'));
  EXPECT_EQ(*read_text_file(path, 11), std::string(11, 'x'));
  const auto capped = read_text_file(path, 10);
  ASSERT_FALSE(capped.ok());
  EXPECT_EQ(capped.error().text(), path + ": the file has 11 bytes, and at most 10 are read");
  EXPECT_FALSE(read_text_file(root(), 10).ok());
}

}  // namespace
}  // namespace rulemap::sigma_map
