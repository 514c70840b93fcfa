#include "run/ledger.h"

namespace rulemap::engine {
namespace {

constexpr char kSchema[] = R"(
CREATE TABLE IF NOT EXISTS run(id INTEGER PRIMARY KEY, pipeline TEXT NOT NULL,
  digest TEXT NOT NULL, started_ms INTEGER NOT NULL, ended_ms INTEGER,
  state TEXT NOT NULL DEFAULT 'running', why TEXT NOT NULL DEFAULT '',
  input TEXT NOT NULL DEFAULT '', starts INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS token(run INTEGER NOT NULL, token INTEGER, record_id TEXT,
  source TEXT NOT NULL, file TEXT, line INTEGER, original TEXT NOT NULL, type TEXT, case_id TEXT,
  state TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '', start INTEGER NOT NULL DEFAULT 1);
CREATE INDEX IF NOT EXISTS token_by_run ON token(run, token);
CREATE INDEX IF NOT EXISTS token_by_record ON token(run, record_id);
CREATE TABLE IF NOT EXISTS outcome(run INTEGER NOT NULL, token INTEGER NOT NULL,
  sink TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY(run, token, sink)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refused_value(run INTEGER NOT NULL, token INTEGER NOT NULL,
  sink TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS remembered(scope TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY(scope, key)) WITHOUT ROWID;
PRAGMA user_version=2;
)";

// A ledger of the first form has no starts.
constexpr char kFromFirstForm[] = R"(
ALTER TABLE run ADD COLUMN input TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN starts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE token ADD COLUMN start INTEGER NOT NULL DEFAULT 1;
)";

constexpr std::int64_t kForm = 2;

}  // namespace

Result<Ledger> Ledger::open(const std::string& path) {
  auto database = Database::open(path);
  if (!database.ok()) return database.error();
  Ledger out;
  out.path_ = path;
  out.database_ = std::move(database).value();
  if (auto made = out.make_tables(); !made.ok()) return made.error();
  if (auto done = out.prepare(); !done.ok()) return done.error();
  return out;
}

Result<void> Ledger::make_tables() {
  auto form = database_.prepare(
      "SELECT user_version, (SELECT count(*) FROM sqlite_master WHERE name='run')"
      " FROM pragma_user_version");
  if (!form.ok()) return form.error();
  form->step();
  const std::int64_t found = form->integer(0);
  const bool first_form = found == 0 && form->integer(1) > 0;
  form->reset();
  if (found > kForm) {
    return Error{"the ledger has form " + std::to_string(found) + "; this rulemap reads form " +
                     std::to_string(kForm),
                 path_};
  }
  if (first_form) {
    if (auto done = database_.run(kFromFirstForm); !done.ok()) return done;
  }
  return database_.run(kSchema);
}

Result<void> Ledger::prepare() {
  const std::pair<Statement*, const char*> all[] = {
      {&accept_, "INSERT INTO token VALUES(?,?,?,?,?,?,?,?,?,'pending','',?)"},
      {&refuse_, "INSERT INTO token VALUES(?,NULL,NULL,?,?,?,?,NULL,NULL,'refused',?,?)"},
      {&state_, "UPDATE token SET state=?, detail=? WHERE run=? AND token=?"},
      {&final_, "UPDATE token SET state='final' WHERE run=? AND token=? AND state='pending'"},
      {&outcome_, "INSERT OR REPLACE INTO outcome VALUES(?,?,?,?,?)"},
      {&value_, "INSERT INTO refused_value VALUES(?,?,?,?,?,?)"},
      // Left alone, SQLite walks through all tokens of the run in their order.
      {&known_,
       "SELECT token, state FROM token INDEXED BY token_by_record"
       " WHERE run=? AND record_id=? AND start<? ORDER BY token LIMIT 1"},
      {&again_,
       "UPDATE token SET start=?, state=CASE state WHEN 'dead_letter' THEN state ELSE 'pending' END"
       " WHERE run=? AND token=?"},
      {&written_,
       "SELECT detail FROM outcome WHERE run=? AND token=? AND sink=?"
       " AND state IN ('written', 'refused', 'dead_letter')"},
      {&put_, "INSERT OR REPLACE INTO remembered VALUES(?,?,?)"},
      {&get_, "SELECT value FROM remembered WHERE scope=? AND key=?"}};
  for (const auto& [statement, sql] : all) {
    auto prepared = database_.prepare(sql);
    if (!prepared.ok()) return prepared.error();
    *statement = std::move(prepared).value();
  }
  return {};
}

Result<RunStart> Ledger::begin_run(const RunKey& key, std::int64_t now_ms, bool fresh) {
  auto last = database_.prepare(
      "SELECT id, started_ms, starts, state FROM run WHERE pipeline=?1 AND digest=?2 AND input=?3"
      " AND id=(SELECT max(id) FROM run WHERE pipeline=?1)");
  if (!last.ok()) return last.error();
  RunStart out{false, now_ms};
  last->bind(key.pipeline).bind(key.digest).bind(key.input);
  if (!fresh && !key.input.empty() && last->step()) {
    out.goes_on = last->text(3) != "done";
    run_ = last->integer(0);
    start_ = last->integer(2) + 1;
    if (out.goes_on) out.started_ms = last->integer(1);
    last->reset();
  }
  goes_on_ = out.goes_on;
  // A kill leaves all of it or nothing: a run that had begun with what the last one remembered
  // would go on where that one ended.
  auto begun = database_.run("BEGIN");
  if (begun.ok()) begun = goes_on_ ? go_on() : begin_new(key, now_ms);
  if (!begun.ok()) {
    (void)database_.run("ROLLBACK");
    return begun.error();
  }
  begun = database_.run("COMMIT");
  if (begun.ok()) begun = database_.run("BEGIN");
  if (!begun.ok()) return begun.error();
  return out;
}

Result<void> Ledger::begin_new(const RunKey& key, std::int64_t now_ms) {
  start_ = 1;
  auto insert =
      database_.prepare("INSERT INTO run(pipeline, digest, input, started_ms) VALUES(?,?,?,?)");
  if (!insert.ok()) return insert.error();
  auto done = insert->bind(key.pipeline).bind(key.digest).bind(key.input).bind(now_ms).run();
  if (!done.ok()) return done;
  run_ = database_.last_row();
  auto forget = database_.prepare(
      "DELETE FROM remembered WHERE substr(scope, 1, length(?1)) = ?1 AND key LIKE 'run.%'");
  if (!forget.ok()) return forget.error();
  return forget->bind(std::string(key.pipeline) + "/").run();
}

// Refused tokens are read and refused again; the others keep their numbers.
Result<void> Ledger::go_on() {
  auto update = database_.prepare(
      "UPDATE run SET state='running', why='', ended_ms=NULL, starts=?2 WHERE id=?1");
  if (!update.ok()) return update.error();
  if (auto done = update->bind(run_).bind(start_).run(); !done.ok()) return done;
  for (const char* sql : {"DELETE FROM token WHERE run=? AND token IS NULL",
                          "DELETE FROM refused_value WHERE run=? AND NOT EXISTS (SELECT 1 FROM"
                          " outcome o WHERE o.run=refused_value.run AND o.token="
                          "refused_value.token AND o.sink=refused_value.sink)"}) {
    auto clean = database_.prepare(sql);
    if (!clean.ok()) return clean.error();
    if (auto done = clean->bind(run_).run(); !done.ok()) return done;
  }
  auto most = database_.prepare("SELECT coalesce(max(token) + 1, 0) FROM token WHERE run=?");
  if (!most.ok()) return most.error();
  most->bind(run_).step();
  next_number_ = most->integer(0);
  return {};
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

bool Ledger::accept(std::uint32_t token, const LedgerToken& of) {
  if (goes_on_ && known_.bind(run_).bind(of.record_id).bind(start_).step()) {
    const std::int64_t known = known_.integer(0);
    const bool given_up = known_.text(1) == "dead_letter";
    finished_before_ += known_.text(1) != "pending";
    known_.reset();
    ++known_before_;
    numbers_.push_back(known);
    note(again_.bind(start_).bind(run_).bind(known).run());
    return given_up;
  }
  if (goes_on_) numbers_.push_back(next_number_++);
  note(accept_.bind(run_)
           .bind(number(token))
           .bind(of.record_id)
           .bind(of.source)
           .bind(of.file)
           .bind(of.line)
           .bind(of.original)
           .bind(of.type)
           .bind(of.case_id)
           .bind(start_)
           .run());
  return false;
}

std::optional<std::string> Ledger::written_before(std::uint32_t token, std::string_view sink) {
  if (!goes_on_ || !written_.bind(run_).bind(number(token)).bind(sink).step()) return std::nullopt;
  std::string where = written_.text(0);
  written_.reset();
  return where;
}

void Ledger::remember(std::string_view scope, std::string_view key, std::string_view value) {
  note(put_.bind(scope).bind(key).bind(value).run());
}

Result<std::string> Ledger::recall(std::string_view scope, std::string_view key) {
  const std::lock_guard lock(*recalling_);
  if (get_.bind(scope).bind(key).step()) {
    std::string found = get_.text(0);
    get_.reset();
    return found;
  }
  if (get_.failed()) return Error{"what steps remember cannot be read", path_};
  return std::string();
}

void Ledger::refuse_input(const LedgerToken& of, std::string_view why) {
  note(refuse_.bind(run_)
           .bind(of.source)
           .bind(of.file)
           .bind(of.line)
           .bind(of.original)
           .bind(why)
           .bind(start_)
           .run());
}

void Ledger::set_state(std::uint32_t token, std::string_view state, std::string_view detail) {
  note(state_.bind(state).bind(detail).bind(run_).bind(number(token)).run());
}

void Ledger::finalize(std::uint32_t token) { note(final_.bind(run_).bind(number(token)).run()); }

void Ledger::outcome(std::uint32_t token, std::string_view sink, std::string_view state,
                     std::string_view detail) {
  note(outcome_.bind(run_).bind(number(token)).bind(sink).bind(state).bind(detail).run());
}

void Ledger::refused_value(std::uint32_t token, std::string_view sink, std::string_view what,
                           std::string_view value, std::string_view why) {
  note(value_.bind(run_).bind(number(token)).bind(sink).bind(what).bind(value).bind(why).run());
}

void Ledger::note(Result<void> done) {
  if (health_.ok() && !done.ok()) health_ = Error{done.error().message, path_};
}

}  // namespace rulemap::engine
