#include "host/sent_log.h"

#include <algorithm>

#include "host/keyed_hash.h"
#include "rulemap/engine/clock.h"

namespace rulemap::engine {
namespace {

// No rate of a pipeline file asks for more of the past.
constexpr std::int64_t kLongestMs = std::int64_t{32} * 24 * 3600 * 1000;

// A row a second, however many requests left in it.
constexpr char kSchema[] =
    "CREATE TABLE IF NOT EXISTS sent_1(account TEXT, second INTEGER, requests INTEGER,"
    " PRIMARY KEY(account, second)) WITHOUT ROWID;"
    // Times in milliseconds.
    "CREATE TABLE IF NOT EXISTS closed_1(account TEXT PRIMARY KEY, since INTEGER, until INTEGER,"
    " why TEXT, refusals INTEGER, counts_until INTEGER) WITHOUT ROWID;";

}  // namespace

Result<std::unique_ptr<SentLog>> SentLog::open(const std::string& path, std::string salt, Say say) {
  auto database = Database::open(path);
  if (!database.ok()) return database.error();
  std::unique_ptr<SentLog> out(
      new SentLog(std::move(database).value(), std::move(salt), std::move(say)));
  const auto prepared = out->prepare();
  if (!prepared.ok()) return prepared.error();
  return out;
}

Result<void> SentLog::prepare() {
  if (auto made = database_.run(kSchema); !made.ok()) return made;
  constexpr std::pair<Statement SentLog::*, const char*> kAll[] = {
      {&SentLog::find_,
       "SELECT second, requests FROM sent_1 WHERE account = ? AND second >= ?"
       " ORDER BY second DESC"},
      {&SentLog::add_,
       "INSERT INTO sent_1 VALUES(?, ?, 1)"
       " ON CONFLICT DO UPDATE SET requests = requests + 1"},
      {&SentLog::forget_, "DELETE FROM sent_1 WHERE account = ? AND second < ?"},
      {&SentLog::close_, "INSERT OR REPLACE INTO closed_1 VALUES(?, ?, ?, ?, ?, ?)"},
      {&SentLog::open_, "DELETE FROM closed_1 WHERE account = ?"},
      {&SentLog::closing_,
       "SELECT since, until, why, refusals, counts_until FROM closed_1 WHERE account = ?"}};
  for (const auto& [statement, sql] : kAll) {
    auto made = database_.prepare(sql);
    if (!made.ok()) return made.error();
    this->*statement = std::move(made).value();
  }
  return {};
}

std::vector<std::int64_t> SentLog::ages(const std::string& account, std::int64_t longest_ms,
                                        std::int64_t most, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const std::string key = keyed_hash(salt_, account);
  if (auto done = forget_.bind(key).bind((now_ms - kLongestMs) / 1000).run(); !done.ok()) {
    failed(done.error());
  }
  std::vector<std::int64_t> out;
  find_.bind(key).bind((now_ms - longest_ms) / 1000);
  while (static_cast<std::int64_t>(out.size()) < most && find_.step()) {
    // As late in its second as it may have been.
    const std::int64_t age = std::max<std::int64_t>(0, now_ms - (find_.integer(0) * 1000 + 999));
    const std::int64_t left = most - static_cast<std::int64_t>(out.size());
    out.insert(out.end(),
               static_cast<std::size_t>(std::clamp<std::int64_t>(find_.integer(1), 0, left)), age);
  }
  if (find_.failed()) failed(database_.error());
  find_.reset();
  std::reverse(out.begin(), out.end());
  return out;
}

void SentLog::add(const std::string& account, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto done = add_.bind(keyed_hash(salt_, account)).bind(now_ms / 1000).run();
  if (!done.ok()) failed(done.error());
}

void SentLog::close(const std::string& account, const Limiter::Past& as,
                    std::int64_t counts_until_ms, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  close_.bind(keyed_hash(salt_, account)).bind(now_ms).bind(now_ms + as.closed_ms);
  close_.bind(as.why_closed).bind(as.refused_in_a_row).bind(counts_until_ms);
  if (const auto done = close_.run(); !done.ok()) failed(done.error());
}

void SentLog::open(const std::string& account) {
  const std::lock_guard lock(mutex_);
  const auto done = open_.bind(keyed_hash(salt_, account)).run();
  if (!done.ok()) failed(done.error());
}

Limiter::Past SentLog::closing(const std::string& account, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  Limiter::Past out;
  closing_.bind(keyed_hash(salt_, account));
  if (closing_.step()) {
    const std::int64_t since = closing_.integer(0), until = closing_.integer(1);
    const std::int64_t now = std::max(now_ms, since);
    out.closed_ms = std::max<std::int64_t>(until - now, 0);
    out.why_closed = closing_.text(2) + " (at " + utc_text(since) + ", in an earlier run)";
    if (now < closing_.integer(4)) out.refused_in_a_row = static_cast<int>(closing_.integer(3));
  }
  if (closing_.failed()) failed(database_.error());
  closing_.reset();
  return out;
}

void SentLog::failed(const Error& why) {
  if (said_failed_) return;
  said_failed_ = true;
  say_("what left cannot be kept for the next run, whose limits.rate then begin anew: " +
       why.text());
}

}  // namespace rulemap::engine
