#include "rulemap/spool/spool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <vector>

namespace rulemap {
namespace {

const std::string kPath = ::testing::TempDir() + "spool_test.spool";

Spool make() {
  auto made = Spool::make(kPath);
  if (!made.ok()) throw std::runtime_error(made.error().text());
  return std::move(made).value();
}

TEST(Spool, GivesBackWhatWentInOnDiskOrNot) {
  Spool spool = make();
  std::vector<std::pair<std::uint64_t, std::string>> all;
  for (std::size_t i = 0; i < 300; ++i) {
    const std::string bytes(i * 7 % 1000, static_cast<char>(i));
    all.emplace_back(spool.append(bytes).value(), bytes);
  }
  const Spool moved = std::move(spool);
  for (const auto& [offset, bytes] : all) {
    EXPECT_EQ(moved.read(offset, bytes.size()).value(), bytes) << offset;
  }
}

TEST(Spool, HasNoName) {
  const Spool spool = make();
  EXPECT_FALSE(std::filesystem::exists(kPath));
  const auto made = Spool::make(::testing::TempDir() + "no/such/folder");
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().where, ::testing::TempDir() + "no/such/folder");
}

// A limit on the size of files stands for a full disk.
TEST(Spool, IsAsItWasWhereTheDiskIsFull) {
  Spool spool = make();
  const std::uint64_t first = spool.append("first").value();
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{4096, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto failed = spool.append(std::string(200'000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().message, "the file cannot be written: is the disk full?");

  const std::uint64_t second = spool.append(std::string(200'000, 'y')).value();
  EXPECT_EQ(spool.read(first, 5).value(), "first");
  EXPECT_EQ(spool.read(second, 200'000).value(), std::string(200'000, 'y'));
}

TEST(Spool, SaysWhatIsNotThere) {
  Spool spool = make();
  spool.append(std::string(100'000, 'x')).value();
  EXPECT_FALSE(spool.read(99'999, 2).ok());
}

}  // namespace
}  // namespace rulemap
