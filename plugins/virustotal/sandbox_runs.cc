// virustotal.report: what sandboxes saw of a file.
#include "plain_text.h"
#include "report_entries.h"
#include "report_step.h"
#include "request_path.h"
#include "sandbox_reader.h"
#include "tree_reader.h"

namespace rulemap::virustotal {
namespace {

constexpr std::string_view kSummary = "behaviour summary";  // of sandboxes that it does not name
constexpr int kMaxRunPages = 5;
constexpr std::size_t kLongestCursor = 2000;

}  // namespace

Outcome ReportStep::ask_sandboxes(Row row, const std::string& id, std::string cursor,
                                  Findings& findings) {
  if (sandboxes_.is_forbidden()) {
    row.set("vt.sandboxes", "not_asked");
    return {};
  }
  if (config_.sandboxes == "reports") return ask_for_runs(row, id, std::move(cursor), findings);
  const std::string path = file_path(id, sandboxes_.what());
  const Answer answer = judge(host_, ask(row, path, sandboxes_.what()), sandbox_parts_);
  if (answer.kind != Answer::Kind::found) return settle(row, id, answer, false);
  bool was_run = answer.data.size() > 0;
  if (config_.sandboxes == "techniques")
    was_run = write_trees(row, answer.data, findings);
  else if (was_run)
    write_run(row, answer.data, kSummary, findings);
  row.set("vt.sandboxes", was_run ? "known" : "unknown");
  return {};
}

Outcome ReportStep::ask_for_runs(Row row, const std::string& id, std::string cursor,
                                 Findings& findings) {
  bool has_read = !cursor.empty();
  for (int page = 0; page < kMaxRunPages; ++page) {
    const std::string path = behaviours_path(id, cursor);
    const Answer answer =
        judge(host_, ask(row, path, sandboxes_.what()), sandbox_parts_, DataIs::list);
    if (answer.kind != Answer::Kind::found) {
      if (!cursor.empty()) row.set("vt.sandboxes_next", cursor);
      return settle(row, id, answer, has_read);
    }
    for (const Doc run : answer.data) {
      // An entry may be an error.
      if (run["attributes"].is_object())
        write_run(row, run["attributes"], "", findings);
      else
        findings.reader.leave_out();
    }
    has_read = has_read || answer.data.size() > 0;
    row.set("vt.sandboxes", has_read ? "known" : "unknown");
    cursor = answer.meta.text("cursor").value_or("");
    if (cursor.empty() || cursor.size() > kLongestCursor || answer.data.size() == 0) return {};
  }
  row.set("vt.sandboxes_cut", true);
  host_.warn("behaviours of " + id + ": more sandboxes have run it than the " +
             std::to_string(kMaxRunPages * kMaxRuns) + " that are read");
  return {};
}

Outcome ReportStep::settle(Row row, const std::string& id, const Answer& answer, bool has_read) {
  const std::string what = sandboxes_.what();
  switch (answer.kind) {
    case Answer::Kind::unknown:
      row.set("vt.sandboxes", has_read ? "known" : "unknown");
      return {};
    case Answer::Kind::held_back:
      row.set("vt.sandboxes", "not_asked");
      return {};
    case Answer::Kind::forbidden:
      sandboxes_.forbid(host_, answer);
      break;
    case Answer::Kind::refused:
      host_.warn(what + " of " + id + ": " + answer.why);
      break;
    default:
      break;
  }
  const bool for_good =
      answer.kind == Answer::Kind::forbidden || answer.kind == Answer::Kind::refused;
  if (has_read && for_good) row.set("vt.sandboxes_cut", true);
  row.set("vt.sandboxes", has_read && for_good ? "known" : "failed");
  return come_again(row, what + ": ", answer);
}

bool ReportStep::write_trees(Row row, Doc data, Findings& findings) {
  const Trees trees = read_trees(data, findings.reader);
  for (const SandboxTechnique& each : trees.techniques) write(row.append("techniques"), each);
  return trees.was_run;
}

void ReportStep::write_run(Row row, Doc attributes, std::string_view sandbox, Findings& findings) {
  const SandboxRun run = read_run(attributes, sandbox, findings.observables, findings.reader);
  for (const SandboxTechnique& each : run.techniques) write(row.append("techniques"), each);
  for (const SigmaResult& each : run.rules) write(row.append("matches"), each, run.sandbox);
  for (const RuleMatch& each : run.alerts) {
    write(row.append("matches"), each);
    write_techniques(row, each.match, each.techniques, findings);
  }
  for (const Event& each : run.events) row.add(each);
}

}  // namespace rulemap::virustotal
