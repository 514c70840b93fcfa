// Records that a step or sink gave up: written to the pipeline's `dead_letter`, and told of.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "run/runner.h"

namespace rulemap::engine {
namespace {

// 0: there is no such file.
std::uint64_t lines_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return static_cast<std::uint64_t>(std::count(std::istreambuf_iterator<char>(file), {}, '\n'));
}

}  // namespace

// The record as it is, and where and why it was given up; without the sink the ledger alone keeps
// it.
void Runner::dead_letter(const Row& row, std::string_view where, std::string_view why) {
  world_.log(
      RULEMAP_WARNING, where,
      "`" + std::string(row.record.text(plan_.slots.value)) + "` failed: " + std::string(why));
  std::vector<std::string>& at = counts_.dead_letters.at;
  if (std::find(at.begin(), at.end(), where) == at.end()) at.emplace_back(where);
  ++counts_.dead_letters.records;
  if (!plan_.dead_letter || !open_dead_letters(row.of_case)) return;
  // Other sinks may read the row at the same time.
  host::Record record = row.record.copy();
  record.reserve(plan_.fields.size());
  host::Pool& pool = record.pool();
  host::Json given_up(rapidjson::kObjectType);
  given_up.AddMember("at", host::copy_text(where, pool), pool);
  given_up.AddMember("why", host::copy_text(world_.secrets().redacted(std::string(why)), pool),
                     pool);
  record.adopt(plan_.fields.find("dead_letter"), std::move(given_up));
  host::Record* lent = &record;
  const host::CaseText& of = (*cases_)[row.of_case];
  expect_kept(plan_.dead_letter->instance->write(of, {&lent, 1}, {&row.id, 1}));
}

bool Runner::open_dead_letters(std::uint32_t of_case) {
  if (dead_letter_case_) return true;
  dead_letter_case_ = of_case;
  return expect_kept(plan_.dead_letter->instance->case_open((*cases_)[of_case]));
}

// Says in which file they are.
void Runner::close_dead_letters() {
  if (!plan_.dead_letter || counts_.dead_letters.records == 0 || left_running_) return;
  if (!open_dead_letters(0)) return;
  const host::SinkCall closed =
      plan_.dead_letter->instance->case_close((*cases_)[*dead_letter_case_]);
  expect_kept(closed);
  for (const auto& [what, value] : closed.notes) {
    if (what == "file") counts_.dead_letters.file = value;
  }
  counts_.dead_letters.held = lines_of(counts_.dead_letters.file);
}

bool Runner::expect_kept(const host::SinkCall& call) {
  if (call.end.ok()) return true;
  abandon({"the dead letter file cannot be written: " + call.end.error.text(), ""});
  return false;
}

}  // namespace rulemap::engine
