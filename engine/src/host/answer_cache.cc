#include "host/answer_cache.h"

#include <zlib.h>

#include <cstdlib>
#include <optional>

#include "host/keyed_hash.h"

namespace rulemap::engine {
namespace {

constexpr std::int64_t kLargestBody = std::int64_t{64} << 20;
// Of an answer beside its body and headers: key, times, index.
constexpr std::int64_t kRowBytes = 300;

constexpr char kSchema[] =
    "PRAGMA cache_size=-1024;"
    "CREATE TABLE IF NOT EXISTS answers_1(key TEXT PRIMARY KEY, status INTEGER, headers TEXT,"
    " body BLOB, body_size INTEGER, size INTEGER, fetched_ms INTEGER);"
    "CREATE INDEX IF NOT EXISTS answers_1_by_age ON answers_1(fetched_ms);";

// Cookies are the session's, not the answer's.
std::string lines_of(const HttpHeaders& headers) {
  std::string out;
  for (const auto& [name, value] : headers) {
    if (name != "set-cookie") out += name + ": " + value + "\n";
  }
  return out;
}

HttpHeaders headers_in(std::string_view lines) {
  HttpHeaders out;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    out.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return out;
}

std::string compressed(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(text.data()), text.size(), Z_BEST_SPEED);
  out.resize(size);
  return out;
}

std::optional<std::string> expanded(const std::string& bytes, std::int64_t size) {
  if (size < 0 || size > kLargestBody) return std::nullopt;
  std::string out(static_cast<std::size_t>(size), '\0');
  uLongf got = out.size();
  const int code = uncompress(reinterpret_cast<Bytef*>(out.data()), &got,
                              reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  if (code != Z_OK || got != out.size()) return std::nullopt;
  return out;
}

}  // namespace

Result<std::unique_ptr<AnswerCache>> AnswerCache::open(const std::string& path, std::string salt,
                                                       std::int64_t most_bytes, Say say) {
  auto database = Database::open(path);
  if (!database.ok()) return database.error();
  std::unique_ptr<AnswerCache> out(
      new AnswerCache(std::move(database).value(), std::move(salt), most_bytes, std::move(say)));
  const auto prepared = out->prepare();
  if (!prepared.ok()) return prepared.error();
  return out;
}

Result<void> AnswerCache::prepare() {
  if (auto made = database_.run(kSchema); !made.ok()) return made;
  constexpr std::pair<Statement AnswerCache::*, const char*> kAll[] = {
      {&AnswerCache::find_,
       "SELECT status, headers, body, body_size, fetched_ms FROM answers_1 WHERE key = ?"},
      {&AnswerCache::put_, "INSERT OR REPLACE INTO answers_1 VALUES(?, ?, ?, ?, ?, ?, ?)"},
      {&AnswerCache::sum_, "SELECT coalesce(sum(size), 0) FROM answers_1"},
      {&AnswerCache::remove_,
       "DELETE FROM answers_1 WHERE key IN (SELECT key FROM answers_1 ORDER BY fetched_ms LIMIT "
       "max(1, (SELECT count(*) FROM answers_1) / 20))"}};
  for (const auto& [statement, sql] : kAll) {
    auto made = database_.prepare(sql);
    if (!made.ok()) return made.error();
    this->*statement = std::move(made).value();
  }
  if (sum_.step()) bytes_ = sum_.integer(0);
  sum_.reset();
  return {};
}

std::string AnswerCache::key_of(const std::string& request) const {
  return keyed_hash(salt_, request);
}

SharedAnswer AnswerCache::find(const std::string& request, std::int64_t fresh_ms,
                               std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (!find_.bind(key_of(request)).step()) {
    if (find_.failed()) failed(database_.error());
    return nullptr;
  }
  HttpAnswer out{.outcome = RULEMAP_OK, .from = RULEMAP_FROM_CACHE};
  out.status = static_cast<int>(find_.integer(0));
  out.headers = headers_in(find_.text(1));
  auto body = expanded(find_.text(2), find_.integer(3));
  // A clock that was set back makes no answer last for ever.
  const std::int64_t age = std::abs(now_ms - find_.integer(4));
  find_.reset();
  if (!body || age >= fresh_ms) return nullptr;
  out.body = std::move(*body);
  return shared(std::move(out));
}

void AnswerCache::put(const std::string& request, const HttpAnswer& answer, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  auto written = write(key_of(request), answer, now_ms);
  if (written.ok() && bytes_ > most_bytes_) written = make_room();
  if (!written.ok()) failed(written.error());
}

Result<void> AnswerCache::write(const std::string& key, const HttpAnswer& answer,
                                std::int64_t now_ms) {
  const std::string headers = lines_of(answer.headers);
  const std::string body = compressed(answer.body);
  const std::int64_t size = static_cast<std::int64_t>(headers.size() + body.size()) + kRowBytes;
  bytes_ += size;
  return put_.bind(key)
      .bind(std::int64_t{answer.status})
      .bind(headers)
      .bind(body)
      .bind(static_cast<std::int64_t>(answer.body.size()))
      .bind(size)
      .bind(now_ms)
      .run();
}

// A twentieth at a time, so that a full cache is not cleared for each answer.
Result<void> AnswerCache::make_room() {
  if (!sum_.step()) return database_.error();
  bytes_ = sum_.integer(0);
  sum_.reset();
  while (bytes_ > most_bytes_) {
    if (auto removed = remove_.run(); !removed.ok()) return removed;
    if (!std::exchange(said_full_, true)) {
      say_("the cache of answers has reached its limit of " + std::to_string(most_bytes_) +
           " bytes: the oldest answers go");
    }
    if (!sum_.step()) return database_.error();
    bytes_ = sum_.integer(0);
    sum_.reset();
  }
  return {};
}

void AnswerCache::failed(const Error& why) {
  if (std::exchange(said_failed_, true)) return;
  say_("the cache of answers fails, so answers are asked for: " + why.text());
}

}  // namespace rulemap::engine
