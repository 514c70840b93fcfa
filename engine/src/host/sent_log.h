// When requests left and what servers refused, over runs, in one SQLite file of the state folder:
// what a run used of a day's allowance is used for the next one, and who said "come again then" is
// left alone until then. Keyed hashes of accounts, no credential. Where the file fails the run goes
// on without it, and says so once.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/answer_cache.h"
#include "host/limiter.h"
#include "host/sqlite.h"

namespace rulemap::engine {

// Times are wall clock's. [any thread]
class SentLog {
 public:
  static Result<std::unique_ptr<SentLog>> open(const std::string& path, std::string salt, Say say);

  // How long ago requests to `account` left, the oldest first: the last `most` of those at most
  // `longest_ms` old. Of a time to come, as a clock that was set back makes it: just now.
  std::vector<std::int64_t> ages(const std::string& account, std::int64_t longest_ms,
                                 std::int64_t most, std::int64_t now_ms);
  // Committed when it returns; so are the next two.
  void add(const std::string& account, std::int64_t now_ms);
  // The account is closed, as its `closed_ms`, `why_closed` and `refused_in_a_row` say; the row of
  // refusals counts until then.
  void close(const std::string& account, const Limiter::Past& as, std::int64_t counts_until_ms,
             std::int64_t now_ms);
  void open(const std::string& account);
  // What close() kept, as far as it still holds. A clock that was set back makes nothing longer.
  Limiter::Past closing(const std::string& account, std::int64_t now_ms);

 private:
  SentLog(Database database, std::string salt, Say say)
      : database_(std::move(database)), salt_(std::move(salt)), say_(std::move(say)) {}
  Result<void> prepare();
  void failed(const Error& why);

  std::mutex mutex_;
  Database database_;
  Statement find_, add_, forget_, close_, open_, closing_;
  std::string salt_;
  bool said_failed_ = false;
  Say say_;
};

}  // namespace rulemap::engine
