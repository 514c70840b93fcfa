#include "run/ledger.h"

namespace rulemap::engine {
namespace {

constexpr char kSchema[] = R"(
CREATE TABLE IF NOT EXISTS run(id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL,
  digest TEXT NOT NULL, started_ms INTEGER NOT NULL, ended_ms INTEGER,
  state TEXT NOT NULL DEFAULT 'running', why TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS token(run INTEGER NOT NULL, token INTEGER, record_id TEXT,
  source TEXT NOT NULL, file TEXT, line INTEGER, original TEXT NOT NULL, type TEXT, case_id TEXT,
  state TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS token_by_run ON token(run, token);
CREATE TABLE IF NOT EXISTS outcome(run INTEGER NOT NULL, token INTEGER NOT NULL,
  sink TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY(run, token, sink)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refused_value(run INTEGER NOT NULL, token INTEGER NOT NULL,
  sink TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL, why TEXT NOT NULL);
)";

}  // namespace

Result<Ledger> Ledger::open(const std::string& path) {
  auto database = Database::open(path);
  if (!database.ok()) return database.error();
  Ledger out;
  out.path_ = path;
  out.database_ = std::move(database).value();
  if (auto made = out.database_.run(kSchema); !made.ok()) return made.error();
  if (auto done = out.prepare(); !done.ok()) return done.error();
  return out;
}

Result<void> Ledger::prepare() {
  const std::pair<Statement*, const char*> all[] = {
      {&accept_, "INSERT INTO token VALUES(?,?,?,?,?,?,?,?,?,'pending','')"},
      {&refuse_, "INSERT INTO token VALUES(?,NULL,NULL,?,?,?,?,NULL,NULL,'refused',?)"},
      {&state_, "UPDATE token SET state=?, detail=? WHERE run=? AND token=?"},
      {&final_, "UPDATE token SET state='final' WHERE run=? AND token=? AND state='pending'"},
      {&outcome_, "INSERT OR REPLACE INTO outcome VALUES(?,?,?,?,?)"},
      {&value_, "INSERT INTO refused_value VALUES(?,?,?,?,?,?)"}};
  for (const auto& [statement, sql] : all) {
    auto prepared = database_.prepare(sql);
    if (!prepared.ok()) return prepared.error();
    *statement = std::move(prepared).value();
  }
  return {};
}

Result<void> Ledger::begin_run(std::string_view pipeline, std::string_view digest,
                               std::int64_t started_ms) {
  auto insert = database_.prepare("INSERT INTO run(pipeline, digest, started_ms) VALUES(?,?,?)");
  if (!insert.ok()) return insert.error();
  if (auto done = insert->bind(pipeline).bind(digest).bind(started_ms).run(); !done.ok()) {
    return done;
  }
  run_ = database_.last_row();
  return database_.run("BEGIN");
}

Result<void> Ledger::end_run(std::string_view state, std::string_view why, std::int64_t ended_ms) {
  auto update = database_.prepare("UPDATE run SET state=?, why=?, ended_ms=? WHERE id=?");
  if (!update.ok()) return update.error();
  if (auto done = update->bind(state).bind(why).bind(ended_ms).bind(run_).run(); !done.ok()) {
    return done;
  }
  return database_.run("COMMIT");
}

Result<void> Ledger::commit() {
  if (!health_.ok()) return health_;
  return database_.run("COMMIT; BEGIN");
}

void Ledger::accept(std::uint32_t token, const LedgerToken& of) {
  note(accept_.bind(run_)
           .bind(std::int64_t{token})
           .bind(of.record_id)
           .bind(of.source)
           .bind(of.file)
           .bind(of.line)
           .bind(of.original)
           .bind(of.type)
           .bind(of.case_id)
           .run());
}

void Ledger::refuse_input(const LedgerToken& of, std::string_view why) {
  note(refuse_.bind(run_)
           .bind(of.source)
           .bind(of.file)
           .bind(of.line)
           .bind(of.original)
           .bind(why)
           .run());
}

void Ledger::set_state(std::uint32_t token, std::string_view state, std::string_view detail) {
  note(state_.bind(state).bind(detail).bind(run_).bind(std::int64_t{token}).run());
}

void Ledger::finalize(std::uint32_t token) {
  note(final_.bind(run_).bind(std::int64_t{token}).run());
}

void Ledger::outcome(std::uint32_t token, std::string_view sink, std::string_view state,
                     std::string_view detail) {
  note(outcome_.bind(run_).bind(std::int64_t{token}).bind(sink).bind(state).bind(detail).run());
}

void Ledger::refused_value(std::uint32_t token, std::string_view sink, std::string_view what,
                           std::string_view value, std::string_view why) {
  note(value_.bind(run_)
           .bind(std::int64_t{token})
           .bind(sink)
           .bind(what)
           .bind(value)
           .bind(why)
           .run());
}

void Ledger::note(Result<void> done) {
  if (health_.ok() && !done.ok()) health_ = Error{done.error().message, path_};
}

}  // namespace rulemap::engine
