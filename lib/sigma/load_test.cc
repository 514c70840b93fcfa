// Files and folders, limits, and texts that mean harm.
#include "rulemap/sigma/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "load_testing.h"

namespace rulemap::sigma {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "rulemap-sigma-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = path_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string rule(const std::string& title) {
  return "title: " + title +
         "\nlogsource: {category: c}\ndetection:\n  s: {F: a}\n  condition: s\n";
}

std::string titles(const RuleSet& rules) {
  std::string out;
  for (const Rule& each : rules.rules) out += each.header.title + " ";
  return out;
}

TEST(Load, FoldersAreReadInTheOrderOfPaths) {
  Folder folder, other;
  folder.write("b.yml", rule("B"));
  folder.write("a/z.yaml", rule("AZ"));
  folder.write("a/a.yml", rule("AA"));
  folder.write("notes.txt", "no rule");
  folder.write(".hidden.yml", rule("H"));
  const std::string one = other.write("single.txt", rule("S"));
  const RuleSet rules = load_paths(std::vector<std::string>{one, folder.path(), folder.path()});
  EXPECT_EQ(titles(rules), "S AA AZ B ");
  EXPECT_EQ(problems_of(rules), "");
}

TEST(Load, AFileThatCannotBeReadIsAProblemAndNoMore) {
  Folder folder;
  folder.write("a.yml", rule("A"));
  folder.write("b.yml", "title: [");
  const RuleSet rules =
      load_paths(std::vector<std::string>{folder.path() + "/gone.yml", folder.path()});
  EXPECT_EQ(titles(rules), "A ");
  ASSERT_EQ(rules.problems.size(), 2u);
  EXPECT_TRUE(rules.problems[0].path.ends_with("b.yml"));
  EXPECT_TRUE(rules.problems[1].path.ends_with("gone.yml"));
  EXPECT_NE(rules.problems[1].message.find("no such file"), std::string::npos);
  EXPECT_TRUE(rules.problems[1].text().ends_with(": " + rules.problems[1].message));
  EXPECT_EQ(rules.problems[1].text().find(":0"), std::string::npos);
}

std::string titles(const HeaderSet& read) {
  std::string out;
  for (const Header& each : read.headers) out += each.title + " ";
  return out;
}

TEST(LoadHeaders, ReadsWhatCannotBeLoadedToo) {
  const std::vector<RuleText> texts = {
      {"a.yml",
       "title: Whole\nid: 0000000A-0000-4000-8000-000000000001\nlicense: MIT\n"
       "tags: [attack.t1059]\ndescription: D\nauthor: N\nlevel: high\nstatus: test\n"},
      {"b.yml",
       "title: Placeholder\nlogsource: {category: c}\ndetection:\n  condition: s\n"
       "  s: {F|expand: '%p%'}\n"},
      {"c.yml", "title: Level\nlevel: extreme\n---\ntitle: Id\nid: 7\n---\nid: 7\n"},
      {"d.yml",
       "title: Filter\nfilter: {rules: [x]}\n---\ntitle: Correlation\n"
       "correlation: {type: none}\n"}};
  const HeaderSet read = load_headers(texts);
  EXPECT_EQ(titles(read), "Whole Placeholder Level Correlation ");
  const Header& whole = read.headers[0];
  EXPECT_EQ(whole.id, "0000000a-0000-4000-8000-000000000001");
  EXPECT_EQ(whole.licence + whole.description + whole.author + whole.level + whole.status,
            "MITDNhightest");
  EXPECT_EQ(whole.tags, std::vector<std::string>{"attack.t1059"});
  EXPECT_EQ(whole.path, "a.yml");
  EXPECT_EQ(read.headers[2].level, "");
  ASSERT_EQ(read.problems.size(), 4u);
  EXPECT_TRUE(read.problems[0].text().starts_with("c.yml:2:8: `level` is one of"));
  EXPECT_TRUE(read.problems[1].text().starts_with("c.yml:5:5: `id` is a UUID"));
}

TEST(LoadHeaders, OfFilesInTheOrderOfPaths) {
  Folder folder;
  folder.write("b.yml", "title: B\n");
  folder.write("a/z.yaml", "title: Z\n");
  const HeaderSet read =
      load_headers(std::vector<std::string>{folder.path(), folder.path() + "/gone.yml"});
  EXPECT_EQ(titles(read), "Z B ");
  ASSERT_EQ(read.problems.size(), 1u);
  EXPECT_NE(read.problems[0].message.find("no such file"), std::string::npos);
}

TEST(Load, FilesAreReadByWhoeverIsTold) {
  Folder folder;
  for (const char* name : {"a", "b", "c"}) folder.write(std::string(name) + ".yml", rule(name));
  const std::vector<std::string> paths = {folder.path()};
  std::size_t tasks = 0;
  const RunAll backwards = [&](std::size_t count, const std::function<void(std::size_t)>& task) {
    tasks += count;
    while (count-- > 0) task(count);
  };
  EXPECT_EQ(titles(load_paths(paths, {.run_all = backwards})), "a b c ");
  EXPECT_EQ(titles(load_headers(paths, {.run_all = backwards})), "a b c ");
  EXPECT_EQ(tasks, 6u);
  EXPECT_EQ(titles(load_paths(paths, {.run_all = on_threads(8)})), "a b c ");
}

TEST(Load, LimitsAreNamed) {
  Folder folder;
  for (const char* name : {"a.yml", "b.yml", "c.yml"}) folder.write(name, rule(name));
  folder.write("d.yml", "#" + std::string(2000, ' '));
  LoadOptions options;
  options.limits.file_bytes = 1000;
  options.limits.files = 2;
  const std::vector<std::string> paths = {folder.path()};
  EXPECT_EQ(titles(load_paths(paths, options)), "a.yml b.yml ");
  EXPECT_NE(problems_of(load_paths(paths, options)).find("these are 4 files; at most 2 are read"),
            std::string::npos);
  options.limits.files = 10;
  EXPECT_EQ(titles(load_paths(paths, options)), "a.yml b.yml c.yml ");
  EXPECT_NE(problems_of(load_paths(paths, options)).find("at most 1000 are read"),
            std::string::npos);
  options.limits = {};
  options.limits.values = 2;
  EXPECT_EQ(tree_of("s: {F: [a, b]}\ncondition: s", options), "[s](F='a' | F='b')");
  EXPECT_NE(tree_of("s: {F: [a, b, c]}\ncondition: s", {.limits = {.values = 2}}).find("more than"),
            std::string::npos);
  options.limits = {};
  options.limits.problems = 3;
  const RuleSet rules = load_text("title: [a]\nlevel: x\nstatus: x\ndate: x\nname: [a]\n", options);
  ASSERT_EQ(rules.problems.size(), 3u);
}

TEST(Load, AProblemIsOneLineWithItsPlaceAndPiece) {
  const RuleSet rules = load_text(rule_of("s:\n  \"F|a\\nb\\0\": x\ncondition: s"));
  ASSERT_EQ(rules.problems.size(), 1u);
  EXPECT_EQ(rules.problems[0].text(), "f.yml:6:5: there is no modifier `a\\x0Ab\\x00`");
  EXPECT_EQ(rules.problems[0].piece, "F|a\\x0Ab\\x00");
  const RuleSet large =
      load_text(rule_of("s:\n  F|lt: " + std::string(100'000, 'x') + "\ncondition: s"));
  ASSERT_EQ(large.problems.size(), 1u);
  EXPECT_LT(large.problems[0].piece.size(), 100u);
}

TEST(Load, TwoRulesOfOneIdAreLoadedWithAWarning) {
  const std::string id = "id: 929a690e-bef0-4204-a928-ef5e620d6fcc\n";
  const RuleSet rules = load_text(id + rule("A") + "---\n" + id + rule("B"));
  EXPECT_EQ(titles(rules), "A B ");
  EXPECT_EQ(problems_of(rules),
            "8:1: the rule has the id of `A` in f.yml:1; both are loaded, and nothing can refer to "
            "them by it");
}

TEST(Load, HostileTextsAreRefusedAndTheMessageSaysWhy) {
  std::string bomb = "a: &a [x, x]\n";
  for (char c = 'b'; c < 'z'; ++c) bomb += std::string{c} + ": &" + c + " [*" + char(c - 1) + "]\n";
  const std::pair<std::string, const char*> rows[] = {
      {bomb, "anchors (`&name`) are not supported"},
      {"title: \xFF\n", "1:8: this is not UTF-8"},
      {std::string("title: a\0b\n", 11), "1:9: the character U+0000 is not allowed"},
      {"title: A\ntitle: B\n", "2:1: the key `title` is written twice: first in line 1"},
      {rule_of("s: {F: a, F: b}\ncondition: s"), "5:13: the key `F` is written twice"},
      {std::string(100'000, '['), "nested deeper than 64 levels"},
      {std::string(9 << 20, 'a'), "at most 8388608 are read"},
  };
  for (const auto& [text, message] : rows) {
    const RuleSet rules = load_text(text);
    EXPECT_TRUE(rules.rules.empty());
    EXPECT_NE(problems_of(rules).find(message), std::string::npos)
        << message << "\n"
        << problems_of(rules).substr(0, 500);
  }
}

TEST(Load, AHundredThousandValuesAreFineAndMoreThanTheLimitIsSaid) {
  const auto values = [](std::size_t count) {
    std::string text =
        "title: T\nlogsource: {category: c}\ndetection:\n  condition: s\n  s:\n    F:\n";
    for (std::size_t i = 0; i < count; ++i) text += "      - v" + std::to_string(i) + "\n";
    return text;
  };
  const RuleSet fine = load_text(values(100'000));
  ASSERT_EQ(fine.rules.size(), 1u);
  EXPECT_EQ(fine.rules[0].expression.parts.size(), 100'000u);
  const RuleSet refused = load_text(values(200'001));
  EXPECT_TRUE(refused.rules.empty());
  EXPECT_NE(problems_of(refused).find("more than 200000 values"), std::string::npos)
      << problems_of(refused);
}

// A small file whose conditions name a large selection over and over, in many documents.
TEST(Load, AFileCannotMakeMuchOfLittle) {
  std::string values, condition = "s";
  for (int i = 0; i < 1000; ++i) values += "v, ";
  for (int i = 0; i < 190; ++i) condition += " or s";
  std::string text;
  for (int i = 0; i < 10; ++i) {
    text += "title: T\nlogsource: {category: c}\ndetection:\n  s: {F: [" + values +
            "]}\n  condition: " + condition + "\n---\n";
  }
  const RuleSet rules = load_text(text);
  EXPECT_EQ(rules.rules.size(), 2u);
  EXPECT_NE(problems_of(rules).find("the rules of this file have more values than are read"),
            std::string::npos);
}

TEST(Load, NothingIsNothing) {
  EXPECT_TRUE(load_texts({}).problems.empty());
  EXPECT_TRUE(load_paths({}).problems.empty());
  EXPECT_TRUE(load_text("").problems.empty());
  EXPECT_TRUE(load_text("# a comment\n---\n").problems.empty());
}

}  // namespace
}  // namespace rulemap::sigma
