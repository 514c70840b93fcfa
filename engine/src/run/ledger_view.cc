#include "rulemap/engine/ledger_view.h"

#include <algorithm>
#include <filesystem>

#include "host/sqlite.h"
#include "host/state_folder.h"

namespace rulemap::engine {
namespace {

constexpr char kRuns[] =
    "SELECT id, pipeline, state, why, started_ms, coalesce(ended_ms, 0), starts,"
    " (SELECT count(*) FROM token WHERE run=run.id),"
    " (SELECT count(*) FROM token WHERE run=run.id AND state='pending')"
    " FROM run WHERE (?1='' OR pipeline=?1) AND (?2=0 OR id=?2) ORDER BY id DESC";

Result<Database> open_ledger(const std::string& state_folder) {
  const std::string path =
      (state_folder.empty() ? default_state_folder() : state_folder) + "/ledger.sqlite";
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    return Error{"there is no ledger: nothing ran with this state folder", path};
  }
  return Database::open_to_read(path);
}

LedgerRun read_run(const Statement& row) {
  LedgerRun out;
  out.id = row.integer(0);
  out.pipeline = row.text(1);
  out.state = row.text(2);
  out.why = row.text(3);
  out.started_ms = row.integer(4);
  if (const std::int64_t ended = row.integer(5)) out.ended_ms = ended;
  out.starts = row.integer(6);
  out.inputs = row.integer(7);
  out.pending = row.integer(8);
  return out;
}

bool passes(const LedgerInput& input, const LedgerFilter& filter) {
  if (!filter.sink.empty() && input.outcomes.empty()) return false;
  if (filter.state.empty() || input.state == filter.state) return true;
  return std::any_of(input.outcomes.begin(), input.outcomes.end(),
                     [&](const LedgerOutcome& each) { return each.state == filter.state; });
}

}  // namespace

Result<std::vector<LedgerRun>> ledger_runs(const std::string& state_folder,
                                           const std::string& pipeline) {
  auto ledger = open_ledger(state_folder);
  if (!ledger.ok()) return ledger.error();
  auto runs = ledger->prepare(kRuns);
  if (!runs.ok()) return runs.error();
  std::vector<LedgerRun> out;
  runs->bind(pipeline).bind(std::int64_t{0});
  while (runs->step()) out.push_back(read_run(*runs));
  return out;
}

Result<LedgerRun> ledger_inputs(const std::string& state_folder, const LedgerFilter& filter,
                                const std::function<void(const LedgerInput&)>& take) {
  auto ledger = open_ledger(state_folder);
  if (!ledger.ok()) return ledger.error();
  auto runs = ledger->prepare(kRuns);
  auto inputs = ledger->prepare(
      "SELECT coalesce(token, -1), original, coalesce(type, ''), source, coalesce(file, ''),"
      " coalesce(line, 0), coalesce(case_id, ''), state, detail FROM token WHERE run=?"
      " ORDER BY rowid");
  auto outcomes = ledger->prepare(
      "SELECT sink, state, detail FROM outcome WHERE run=?1 AND token=?2 AND (?3='' OR sink=?3)");
  if (!runs.ok()) return runs.error();
  if (!inputs.ok()) return inputs.error();
  if (!outcomes.ok()) return outcomes.error();
  if (!runs->bind(filter.pipeline).bind(filter.run.value_or(0)).step()) {
    return Error{"the ledger has no such run; `rulemap ledger --runs` lists them", ""};
  }
  LedgerRun run = read_run(*runs);
  runs->reset();
  inputs->bind(run.id);
  while (inputs->step()) {
    LedgerInput input{inputs->text(1), inputs->text(2), inputs->text(3),
                      inputs->text(4), inputs->text(6), inputs->integer(5),
                      inputs->text(7), inputs->text(8), {}};
    outcomes->bind(run.id).bind(inputs->integer(0)).bind(filter.sink);
    while (outcomes->step()) {
      input.outcomes.push_back({outcomes->text(0), outcomes->text(1), outcomes->text(2)});
    }
    if (passes(input, filter)) take(input);
  }
  return run;
}

}  // namespace rulemap::engine
