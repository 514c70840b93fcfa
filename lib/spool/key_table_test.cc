#include "rulemap/spool/key_table.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace rulemap {
namespace {

KeyTable::Key key_of(std::uint64_t number) {
  KeyTable::Key out{};
  const std::uint64_t spread = number * 0x9E3779B97F4A7C15U;
  std::memcpy(out.data(), &spread, sizeof spread);
  std::memcpy(out.data() + 8, &number, sizeof number);
  return out;
}

// `first` to before `last`, each new; then each again.
void add_all(KeyTable& table, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t i = first; i < last; ++i) {
    ASSERT_EQ(table.add(key_of(i), i + 1), std::pair(i + 1, true)) << i;
  }
  for (std::uint64_t i = 0; i < last; ++i) {
    ASSERT_EQ(table.add(key_of(i), 7'777'777), std::pair(i + 1, false)) << i;
  }
}

TEST(KeyTable, GivesWhatAKeyWasFirstAddedWith) {
  KeyTable table;
  add_all(table, 0, 1'500);
  EXPECT_TRUE(table.is_in_memory());
  EXPECT_EQ(table.size(), 1'500U);
}

TEST(KeyTable, GoesOnInAFileThatGrows) {
  KeyTable table;
  add_all(table, 0, 2'500);
  EXPECT_FALSE(table.is_in_memory());
  const KeyTable moved_from = KeyTable(std::move(table));
  KeyTable many;
  add_all(many, 0, 100'000);
  EXPECT_EQ(many.size(), 100'000U);
}

TEST(KeyTable, TellsKeysApartThatBelongInOnePlace) {
  KeyTable table;
  KeyTable::Key key{};
  key.fill('\xff');  // the last place: what comes behind goes round to the first
  for (std::uint64_t i = 0; i < 300; ++i) {
    std::memcpy(key.data() + 8, &i, sizeof i);
    ASSERT_TRUE(table.add(key, i + 1).second);
  }
  add_all(table, 0, 0);
  for (std::uint64_t i = 0; i < 6'000; ++i) table.add(key_of(i), i + 1);
  EXPECT_FALSE(table.is_in_memory());
  for (std::uint64_t i = 0; i < 300; ++i) {
    std::memcpy(key.data() + 8, &i, sizeof i);
    ASSERT_EQ(table.add(key, 9'999), std::pair(i + 1, false));
  }
}

TEST(KeyTable, StaysInMemoryWhereNoFileCanBeMade) {
  ::setenv("TMPDIR", "/no/such/folder", 1);
  KeyTable table;
  add_all(table, 0, 10'000);
  ::unsetenv("TMPDIR");
  EXPECT_TRUE(table.is_in_memory());
}

// A limit on the size of files stands for a full disk.
TEST(KeyTable, SaysWhereTheDiskIsFullAndGoesOnOnceItIsNot) {
  KeyTable table;
  add_all(table, 0, 1'500);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{4096, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(
      {
        for (std::uint64_t i = 1'500; i < 5'000; ++i) table.add(key_of(i), i + 1);
      },
      std::runtime_error);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  const std::uint64_t reached = table.size();
  add_all(table, reached, 5'000);
}

}  // namespace
}  // namespace rulemap
