// SQLite with values instead of error codes: one database, its statements.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::engine {

// One prepared statement, used again and again: bind in order, then run or step.
class Statement {
 public:
  Statement() = default;

  Statement& bind(std::string_view value);
  Statement& bind(std::int64_t value);
  // Runs to the end and resets.
  Result<void> run();
  // True while there is a row; resets at the end. An error ends it as well: see failed().
  bool step();
  bool failed() const { return failed_; }
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  void reset();

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
  bool failed_ = false;
};

class Database {
 public:
  // Opens or makes the file, mode 0600, with a write-ahead log.
  static Result<Database> open(const std::string& path);

  // An existing file, never written; others may write it meanwhile.
  static Result<Database> open_to_read(const std::string& path);

  Result<void> run(const char* sql);
  // The statement must not outlive the database.
  Result<Statement> prepare(const char* sql);
  // Of what failed last.
  Error error() const;
  std::int64_t last_row() const { return sqlite3_last_insert_rowid(database_.get()); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
  std::string path_;
};

}  // namespace rulemap::engine
