// A run that went on looked for each input among all inputs of the run before: a list of some
// hundred thousand lines took hours the second time. Counted are SQLite's own steps.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>

#include "run/ledger.h"

namespace rulemap::engine {
namespace {

constexpr std::uint32_t kInputs = 3000;
constexpr int kOpsAStep = 10;
std::uint64_t g_steps = 0;

int count_steps(sqlite3* database, char**, const sqlite3_api_routines*) {
  sqlite3_progress_handler(
      database, kOpsAStep, [](void*) { return (++g_steps, 0); }, nullptr);
  return SQLITE_OK;
}

// The steps that it takes to accept every input in one start of the run.
std::uint64_t steps_of_a_start(const std::string& path, bool goes_on) {
  auto ledger = Ledger::open(path);
  EXPECT_TRUE(ledger.ok());
  const auto start = ledger->begin_run({"p", "digest", "input"}, 1, false);
  EXPECT_TRUE(start.ok() && start->goes_on == goes_on);
  g_steps = 0;
  for (std::uint32_t i = 0; i < kInputs; ++i) {
    const std::string id = "record-" + std::to_string(i * 7919 % kInputs);
    ledger->accept(i, {id, "s", "list.txt", id, "domain", "c", i});
  }
  EXPECT_TRUE(ledger->commit().ok());
  return g_steps;
}

TEST(Resume, FindsEachInputInItsPlace) {
  const std::string path = testing::TempDir() + "resume_walks_the_ledger.sqlite";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(count_steps));
  const std::uint64_t first = steps_of_a_start(path, false);
  const std::uint64_t second = steps_of_a_start(path, true);
  EXPECT_GT(first, 0u);
  EXPECT_LT(second, 10 * first) << "against " << first << " steps of the first start";
}

}  // namespace
}  // namespace rulemap::engine
