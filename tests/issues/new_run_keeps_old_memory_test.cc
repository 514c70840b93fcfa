// A kill between the entry of a new run and the forgetting of what the last one remembered: the
// next start went on with the new run, and table.jsonl added its rows to those of the old one.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>

#include "run/ledger.h"

namespace rulemap::engine {
namespace {

class NewRunKeepsOldMemory : public testing::Test {
 protected:
  NewRunKeepsOldMemory() {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  std::string ask(const std::string& sql) {
    std::string out;
    sqlite3* database = nullptr;
    sqlite3_open(path_.c_str(), &database);
    sqlite3_exec(
        database, sql.c_str(),
        [](void* to, int, char** values, char**) {
          *static_cast<std::string*>(to) += values[0] ? values[0] : "";
          return 0;
        },
        &out, nullptr);
    sqlite3_close(database);
    return out;
  }
  const std::string path_ = testing::TempDir() + "new_run_keeps_old_memory.sqlite";
};

TEST_F(NewRunKeepsOldMemory, BothOrNeither) {
  {
    auto ledger = Ledger::open(path_);
    ASSERT_TRUE(ledger.ok());
    ASSERT_TRUE(ledger->begin_run({"p", "digest", "input"}, 1, false).ok());
    ledger->remember("p/table", "run.path", "out.jsonl");
    ASSERT_TRUE(ledger->end_run("done", "", 2).ok());
  }
  // In the place of the kill: what is to be forgotten cannot be.
  ask("CREATE TRIGGER stop BEFORE DELETE ON remembered BEGIN SELECT RAISE(ABORT, 'killed'); END");
  {
    auto ledger = Ledger::open(path_);
    ASSERT_TRUE(ledger.ok());
    EXPECT_FALSE(ledger->begin_run({"p", "digest", "input"}, 3, false).ok());
  }
  EXPECT_EQ(ask("SELECT count(*) FROM run"), "1") << "the new run has begun with the old memory";
  ask("DROP TRIGGER stop");
  auto ledger = Ledger::open(path_);
  ASSERT_TRUE(ledger.ok());
  const auto begun = ledger->begin_run({"p", "digest", "input"}, 4, false);
  ASSERT_TRUE(begun.ok());
  EXPECT_FALSE(begun->goes_on);
  EXPECT_EQ(ask("SELECT count(*) FROM remembered"), "0");
}

}  // namespace
}  // namespace rulemap::engine
