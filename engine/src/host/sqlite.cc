#include "host/sqlite.h"

#include <fcntl.h>
#include <unistd.h>

namespace rulemap::engine {

Statement& Statement::bind(std::string_view value) {
  sqlite3_bind_text64(statement_.get(), next_++, value.data() ? value.data() : "", value.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), next_++, value);
  return *this;
}

Result<void> Statement::run() {
  while (step()) {
  }
  if (!failed_) return {};
  return Error{sqlite3_errmsg(sqlite3_db_handle(statement_.get())), ""};
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  failed_ = code != SQLITE_DONE;
  reset();
  return false;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  next_ = 1;
}

std::string Statement::text(int column) const {
  const auto* found = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return found ? std::string(reinterpret_cast<const char*>(found), static_cast<std::size_t>(size))
               : std::string();
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

Result<Database> Database::open(const std::string& path) {
  // Made beforehand, since SQLite would make it readable for everybody.
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Error{"the file cannot be opened for writing", path};
  ::close(file);
  Database out;
  out.path_ = path;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  out.database_.reset(raw);
  if (code != SQLITE_OK) return out.error();
  sqlite3_busy_timeout(raw, 5000);
  // A small page cache: what is written is hardly ever read again in the same run.
  auto set = out.run(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-256; "
      "PRAGMA mmap_size=0;");
  if (!set.ok()) return set.error();
  return out;
}

Result<Database> Database::open_to_read(const std::string& path) {
  Database out;
  out.path_ = path;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  out.database_.reset(raw);
  if (code != SQLITE_OK) return out.error();
  sqlite3_busy_timeout(raw, 5000);
  return out;
}

Result<void> Database::run(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return error();
}

Result<Statement> Database::prepare(const char* sql) {
  Statement out;
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql, -1, &raw, nullptr) != SQLITE_OK) return error();
  out.statement_.reset(raw);
  return out;
}

Error Database::error() const {
  if (!database_) return {"out of memory", path_};
  const int code = sqlite3_errcode(database_.get());
  const bool no_room = code == SQLITE_FULL || code == SQLITE_IOERR;
  return {std::string(sqlite3_errmsg(database_.get())) + (no_room ? "; is the disk full?" : ""),
          path_};
}

}  // namespace rulemap::engine
