// An error in the middle of a plugin folder was thrown out of load_folder, which promises a list of
// errors.
#include <dirent.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "rulemap/engine/registry.h"

namespace {

// Entries until a folder cannot be read on; below 0: never.
int entries_left = -1;

template <class Entry>
Entry* next_entry(const char* name, DIR* folder) {
  if (entries_left == 0) return (errno = EIO, nullptr);
  if (entries_left > 0) --entries_left;
  return reinterpret_cast<Entry* (*)(DIR*)>(::dlsym(RTLD_NEXT, name))(folder);
}

}  // namespace

// In place of the C library's, also for the C++ library's directory iterator.
extern "C" __attribute__((visibility("default"))) dirent* readdir(DIR* folder) {
  return next_entry<dirent>("readdir", folder);
}
extern "C" __attribute__((visibility("default"))) dirent64* readdir64(DIR* folder) {
  return next_entry<dirent64>("readdir64", folder);
}

namespace rulemap::engine {
namespace {

TEST(PluginFolder, ThatBreaksOffIsAnError) {
  const std::string folder = ::testing::TempDir() + "breaks_off";
  std::filesystem::create_directories(folder);
  for (const char* name : {"/a.txt", "/b.txt", "/c.txt"}) std::ofstream(folder + name) << "text";
  Registry registry;
  EXPECT_TRUE(registry.load_folder(folder).empty());
  entries_left = 3;  // "." and ".." are entries too
  const auto errors = registry.load_folder(folder);
  entries_left = -1;
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].where, folder);
  EXPECT_NE(errors[0].message.find("the plugin folder cannot be read: "), std::string::npos);
}

}  // namespace
}  // namespace rulemap::engine
