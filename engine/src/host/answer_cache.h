// Answers of providers over runs, in one SQLite file of the state folder; several processes may
// have it open. Holds no secret: requests are keys of a keyed hash, answers with a secret in them
// stay out. Where the file fails, the run goes on without it, and says so once.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "host/http_answer.h"
#include "host/sqlite.h"

namespace rulemap::engine {

using Say = std::function<void(const std::string& line)>;

// [any thread]
class AnswerCache {
 public:
  // salt: this installation's, so that hashes tell nothing elsewhere. most_bytes: of all answers;
  // beyond it the oldest go.
  static Result<std::unique_ptr<AnswerCache>> open(const std::string& path, std::string salt,
                                                   std::int64_t most_bytes, Say say);

  // Null where there is none that is at most `fresh_ms` old.
  SharedAnswer find(const std::string& request, std::int64_t fresh_ms, std::int64_t now_ms);
  // Committed when it returns: a process that is killed afterwards need not ask again.
  void put(const std::string& request, const HttpAnswer& answer, std::int64_t now_ms);

 private:
  AnswerCache(Database database, std::string salt, std::int64_t most_bytes, Say say)
      : database_(std::move(database)),
        salt_(std::move(salt)),
        most_bytes_(most_bytes),
        say_(std::move(say)) {}
  Result<void> prepare();
  std::string key_of(const std::string& request) const;
  Result<void> write(const std::string& key, const HttpAnswer& answer, std::int64_t now_ms);
  Result<void> make_room();
  void failed(const Error& why);

  std::mutex mutex_;
  Database database_;
  Statement find_, put_, sum_, remove_;
  std::string salt_;
  std::int64_t most_bytes_;
  std::int64_t bytes_ = 0;  // as far as this process knows
  bool said_full_ = false, said_failed_ = false;
  Say say_;
};

}  // namespace rulemap::engine
