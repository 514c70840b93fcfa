#include "report_step.h"

#include <algorithm>
#include <utility>

#include "report_entries.h"
#include "request_path.h"
#include "sandbox_questions.h"

namespace rulemap::virustotal {

ReportStep::ReportStep(Config config, Host host)
    : config_(std::move(config)),
      host_(host),
      url_(api_address(config_.url)),
      sandbox_parts_(sandbox_paths(config_.sandboxes)),
      sandboxes_(sandbox_endpoint(config_.sandboxes), sandbox_loss(config_.sandboxes)) {}

Outcome ReportStep::process(Row row) {
  // The report was written when something beside it could not be had.
  if (row.text("lookup.vt") == "known") return go_on(row);
  Asked asked{std::string(row.text("ioc.type")), std::string(row.text("ioc.value"))};
  const Thing thing = thing_of(asked.type);
  if (thing == Thing::none) {
    row.set("lookup.vt", "not_asked");
    return {};
  }
  const auto path = report_path(asked.type, asked.value);
  if (!path.ok()) {
    row.reject(path.error().message);
    return {};
  }
  asked.related = static_cast<std::size_t>(config_.related);
  if (asked.related > 0) asked.relations = relations_of(thing, config_.relations);
  asked.wants_relations = !asked.relations.empty();
  Endpoint& reports = reports_[static_cast<int>(thing)];
  if (reports.is_forbidden()) {
    row.reject("the key may not read " + reports.what());
    return {};
  }
  const Answer answer = ask_for_report(row, asked, *path);
  return take_report(row, asked, answer);
}

Response ReportStep::ask(const Row& row, const std::string& path, std::string_view kind,
                         std::string_view follows) const {
  Request asked = request(path);
  asked.kind = kind;
  asked.follows = follows;
  return row.send(std::move(asked));
}

Answer ReportStep::ask_for_report(const Row& row, Asked& asked, const std::string& path) {
  Endpoint& relations = relations_[static_cast<int>(thing_of(asked.type))];
  if (relations.is_forbidden()) asked.relations.clear();
  const std::string query = relations_query(asked.relations);
  const Thing thing = thing_of(asked.type);
  const std::string_view kind = report_kind(thing);
  const std::string follows =
      thing == Thing::file && config_.sandboxes != "off" ? sandboxes_.what() : std::string();
  const Answer answer = judge(host_, ask(row, path + query, kind, follows), report_parts_);
  if (answer.kind != Answer::Kind::forbidden || query.empty()) return answer;
  // One relation that needs another key costs no report.
  asked.relations.clear();
  const Answer bare = judge(host_, ask(row, path, kind, follows), report_parts_);
  if (bare.kind != Answer::Kind::forbidden) relations.forbid(host_, answer);
  return bare;
}

Outcome ReportStep::take_report(Row row, const Asked& asked, const Answer& answer) {
  switch (answer.kind) {
    case Answer::Kind::found:
      return write_report(row, asked, answer.data);
    case Answer::Kind::unknown:
      row.set("lookup.vt", "unknown");
      break;
    case Answer::Kind::forbidden:
      reports_[static_cast<int>(thing_of(asked.type))].forbid(host_, answer);
      row.reject("the key may not read this report: " + answer.why);
      break;
    case Answer::Kind::refused:
      row.reject("report: " + answer.why);
      break;
    default:
      return come_again(row, "report: ", answer);
  }
  return {};
}

Outcome ReportStep::write_report(Row row, const Asked& asked, Doc data) {
  FieldReader reader(static_cast<std::size_t>(config_.names));
  auto report = read_report(asked, data, reader);
  if (!report.ok()) {
    row.reject("report: " + report.error().message);
    return {};
  }
  row.set("lookup.vt", "known");
  row.set("vt.id", report->id);
  row.set("vt.permalink", report->permalink);
  write_facts(row, report->facts);
  if (asked.wants_relations) {
    row.set("vt.relations", asked.relations.empty() ? "not_asked" : "known");
  }
  if (reader.names_left_out() > 0) row.set("vt.names_left_out", reader.names_left_out());
  const std::size_t first = row.doc("matches").size() + report->rules.size();
  OpenRules open;
  for (const SigmaResult& each : report->rules) write(row.append("matches"), each, {});
  Findings findings{std::move(report->observables), reader};
  write_rules_of(row, std::move(report->other_rules), first, open, findings);
  for (const std::string& each : report->cut) say_cut(row, each);
  Outcome outcome = follow(row, asked, std::move(report->next), findings);
  const bool has_sandboxes = thing_of(asked.type) == Thing::file && config_.sandboxes != "off";
  if (has_sandboxes && outcome.status() == RULEMAP_OK) {
    outcome = ask_sandboxes(row, report->id, {}, findings);
  }
  if (!open.empty() && outcome.status() == RULEMAP_OK) {
    outcome = ask_for_rulesets(row, open, findings);
  }
  write_findings(row, findings);
  return outcome;
}

Outcome ReportStep::go_on(Row row) {
  const Asked asked{std::string(row.text("ioc.type")),
                    std::string(row.text("ioc.value")),
                    {},
                    false,
                    static_cast<std::size_t>(config_.related)};
  const Thing thing = thing_of(asked.type);
  const std::string id(row.text("vt.id"));
  const bool wants_sandboxes = row.text("vt.sandboxes") == "failed" && config_.sandboxes != "off";
  std::vector<NextPage> pages;
  if (row.text("vt.relations") == "failed") {
    pages = next_pages(thing, row.text("vt.relations_next"));
  }
  const OpenRules open =
      row.text("vt.rulesets") == "failed" ? open_rules(row.doc("matches")) : OpenRules();
  if (id.empty() || (!wants_sandboxes && pages.empty() && open.empty())) return {};
  const std::string& key = thing == Thing::file ? id : asked.value;
  Findings findings{ObservableList(observable_type(thing), key), FieldReader()};
  findings.reader.leave_out(
      static_cast<std::size_t>(row.integer("vt.values_left_out").value_or(0)));
  Outcome outcome = follow(row, asked, std::move(pages), findings);
  if (wants_sandboxes && outcome.status() == RULEMAP_OK) {
    outcome = ask_sandboxes(row, id, std::string(row.text("vt.sandboxes_next")), findings);
  }
  if (!open.empty() && outcome.status() == RULEMAP_OK) {
    outcome = ask_for_rulesets(row, open, findings);
  }
  write_findings(row, findings);
  return outcome;
}

void ReportStep::write_facts(Row row, const std::vector<Attribute>& facts) {
  bool has_verdict = false;
  for (const Attribute& each : facts) {
    const Column column{column_of(writes, each.name)};
    std::visit([&](const auto& value) { row.set(column, value); }, each.value);
    has_verdict = has_verdict || each.name.starts_with("reputation.");
  }
  if (has_verdict) row.set("reputation.by", "virustotal");
}

void ReportStep::write_findings(Row row, const Findings& findings) {
  for (const Observable& each : findings.observables.all()) {
    // A row that came again has said all of its own thing already.
    const bool says_nothing = each.subject && each.attributes.empty() && each.relations.empty();
    if (!says_nothing) row.add(each);
  }
  const std::int64_t left_out = findings.reader.values_left_out() + findings.observables.left_out();
  if (left_out > 0) row.set("vt.values_left_out", left_out);
}

Outcome ReportStep::come_again(Row row, std::string_view what, const Answer& answer) {
  const std::string why = std::string(what) + answer.why;
  if (answer.kind == Answer::Kind::stop) return Outcome::stop(answer.why);
  if (answer.kind == Answer::Kind::wait) row.wait(answer.why, answer.after_ms);
  // Used up for the day, the host says how long that is.
  if (answer.kind == Answer::Kind::busy) row.wait(why, is_used_up() ? 0 : answer.after_ms);
  if (answer.kind == Answer::Kind::retry) row.retry(why, answer.after_ms);
  return {};
}

}  // namespace rulemap::virustotal

RULEMAP_PLUGIN(rulemap::virustotal::ReportStep)
