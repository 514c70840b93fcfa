// virustotal.report: what sandboxes saw of a file.
#include "plain_text.h"
#include "report_step.h"
#include "request_path.h"
#include "rulemap/sandbox/behaviour.h"
#include "tree_reader.h"

namespace rulemap::virustotal {
namespace {

void write(EntryBuilder out, const SandboxTechnique& seen) {
  model::write(out, seen.technique);
  if (seen.evidence_left_out > 0) out.set("evidence_left_out", seen.evidence_left_out);
}

}  // namespace

Outcome ReportStep::ask_for_runs_again(Row row) {
  const std::string id(row.text("vt.id"));
  const bool trees = row.text("vt.behaviour") == "failed";
  const bool events = row.text("vt.events") == "failed";
  if (id.empty() || (!trees && !events)) return {};
  FieldReader reader;
  reader.leave_out(static_cast<std::size_t>(row.integer("vt.values_left_out").value_or(0)));
  const Outcome outcome = ask_for_runs(row, id, trees, events, reader);
  write_left_out(row, reader);
  return outcome;
}

Outcome ReportStep::ask_for_runs(Row row, const std::string& id, bool trees, bool events,
                                 FieldReader& reader) {
  Outcome out;
  if (trees) {
    out = take(row, trees_, "vt.behaviour", id, trees_path(id), [&](Doc data) {
      const Behaviour behaviour = read_trees(data, reader);
      for (const SandboxTechnique& each : behaviour.techniques) {
        write(row.append("techniques"), each);
      }
      return behaviour.was_run;
    });
  }
  if (!events || out.status() != RULEMAP_OK) return out;
  return take(row, events_, "vt.events", id, behaviours_path(id),
              [&](Doc data) { return write_events(row, id, data, reader); });
}

template <class Write>
Outcome ReportStep::take(Row row, Endpoint& endpoint, std::string_view state_field,
                         const std::string& id, const std::string& path, Write write) {
  const Column state{column_of(writes, state_field)};
  if (endpoint.is_forbidden()) {
    row.set(state, "not_asked");
    return {};
  }
  const Answer answer = endpoint.read(host_, ask(row, path));
  const std::string what(endpoint.what());
  switch (answer.kind) {
    case Answer::Kind::found:
      row.set(state, write(answer.data) ? "known" : "unknown");
      return {};
    case Answer::Kind::unknown:
      row.set(state, "unknown");
      return {};
    case Answer::Kind::held_back:
      row.set(state, "not_asked");
      return {};
    case Answer::Kind::forbidden:
      endpoint.forbid(host_, answer);
      break;
    case Answer::Kind::refused:
      host_.warn(what + " of " + id + ": " + answer.why);
      break;
    default:
      break;
  }
  row.set(state, "failed");
  return come_again(row, what + ": ", answer);
}

bool ReportStep::write_events(Row row, const std::string& id, Doc runs, FieldReader& reader) const {
  std::size_t left_out = 0;
  for (const Doc run : runs) {
    const Doc attributes = run["attributes"];
    const std::string sandbox = line_of(attributes.text("sandbox_name").value_or(""), 100);
    const sandbox::Behaviour seen = sandbox::read_behaviour(attributes, sandbox);
    for (const Event& each : seen.events) row.add(each);
    left_out += seen.left_out;
  }
  reader.leave_out(left_out);
  if (runs.size() >= kMaxRuns) {
    host_.warn("behaviours of " + id + ": more sandboxes have run it than the " +
               std::to_string(kMaxRuns) + " that are read");
  }
  return runs.size() > 0;
}

}  // namespace rulemap::virustotal
