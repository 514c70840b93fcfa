// Plugins that are missing, writable by others, of another ABI, or none at all.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "engine/scripted_plugin.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {
namespace {

namespace fs = std::filesystem;
const std::string kTable = std::string(RULEMAP_PLUGIN_DIR) + "/table.so";

std::string copy_of_table(const std::string& name, mode_t mode) {
  const std::string path = testing::TempDir() + name;
  fs::remove(path);
  fs::copy_file(kTable, path);
  ::chmod(path.c_str(), mode);
  return path;
}

std::string refusal(const std::string& path) {
  Registry registry;
  const auto loaded = registry.load(path);
  return loaded.ok() ? "" : loaded.error().text();
}

TEST(Loading, TakesAPluginAndTwiceTheSameFileOnce) {
  Registry registry;
  EXPECT_TRUE(registry.load(kTable).ok());
  EXPECT_TRUE(registry.load(kTable).ok());
  EXPECT_NE(registry.source("table.jsonl"), nullptr);
  EXPECT_NE(registry.sink("table.jsonl"), nullptr);
  EXPECT_EQ(registry.step("table.jsonl"), nullptr);
}

TEST(Loading, SaysThatAFileIsMissing) {
  EXPECT_EQ(refusal("/no/such.so"), "/no/such.so: there is no such plugin file");
}

TEST(Loading, RefusesWhatOthersMayWrite) {
  const std::string path = copy_of_table("writable.so", 0775);
  EXPECT_NE(refusal(path).find("its group or others may write this file"), std::string::npos);
  Registry registry;
  EXPECT_TRUE(registry.load(path, {.allow_unsafe = true}).ok());
}

TEST(Loading, SaysWhyAFileIsNoLibrary) {
  const std::string path = testing::TempDir() + "noise.so";
  std::ofstream(path) << "no library";
  ::chmod(path.c_str(), 0644);
  EXPECT_EQ(refusal(path), path + ": the plugin cannot be loaded: file too short");
}

// The system's loader would map it, and the process would end.
TEST(Loading, RefusesALibraryThatWasCutOff) {
  const std::string path = copy_of_table("cut.so", 0644);
  fs::resize_file(path, 5000);
  EXPECT_EQ(refusal(path), path + ": the plugin is cut off: copy or build it anew");
}

TEST(Loading, SaysWhereAnIdThatIsThereCameFrom) {
  Registry registry;
  EXPECT_TRUE(registry.load(kTable).ok());
  const std::string other = copy_of_table("other_table.so", 0644);
  EXPECT_EQ(registry.load(other).error().text(),
            other + ": `table.jsonl` is there already, from " + fs::path(kTable).string());
}

TEST(Loading, SaysThatALibraryIsNoPlugin) {
  EXPECT_NE(refusal(RULEMAP_NO_PLUGIN).find("it has no symbol rulemap_plugin"), std::string::npos);
}

TEST(Loading, RefusesAnotherAbiWithBothVersions) {
  rulemap_entry entry = rulemap::scripted::scripted_plugin();
  Registry registry;
  entry.abi_major = 9;
  EXPECT_EQ(registry.add(entry, "x.so").error().text(),
            "x.so: the plugin was built for ABI 9.4; this engine speaks 0.4; build it against this "
            "engine's SDK");
  entry = rulemap::scripted::scripted_plugin();
  entry.abi_minor = 99;
  EXPECT_FALSE(registry.add(entry).ok());
  entry = rulemap::scripted::scripted_plugin();
  entry.magic = 0;
  EXPECT_EQ(registry.add(entry, "x.so").error().text(),
            "x.so: its symbol rulemap_plugin is no rulemap entry");
}

TEST(Loading, RefusesAnIdThatIsThereAlready) {
  Registry registry;
  EXPECT_TRUE(registry.add(rulemap::scripted::scripted_plugin()).ok());
  EXPECT_EQ(registry.add(rulemap::scripted::scripted_plugin(), "again").error().text(),
            "again: `test.words` is there already, from built in");
}

}  // namespace
}  // namespace rulemap::engine
