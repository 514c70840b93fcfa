#include "report_step.h"

#include <utility>

#include "request_path.h"

namespace rulemap::virustotal {
namespace {

void write(EntryBuilder out, const SigmaResult& result) {
  model::write(out, result.match);
  out.set_text("provider_rule_id", result.provider_rule_id);
  if (result.evidence_left_out > 0) out.set("evidence_left_out", result.evidence_left_out);
}

}  // namespace

ReportStep::ReportStep(Config config, Host host)
    : config_(std::move(config)), host_(host), url_(api_address(config_.url)) {}

Outcome ReportStep::process(Row row) {
  if (row.text("lookup.vt") == "known") return ask_for_runs_again(row);
  const Asked asked{std::string(row.text("ioc.type")), std::string(row.text("ioc.value"))};
  if (thing_of(asked.type) == Thing::none) {
    row.set("lookup.vt", "not_asked");
    return {};
  }
  const auto path = report_path(asked.type, asked.value);
  if (!path.ok()) {
    row.reject(path.error().message);
    return {};
  }
  return take_report(row, asked, judge(host_, ask(row, *path), report_parts_));
}

Response ReportStep::ask(const Row& row, const std::string& path) const {
  Request request{.url = url_ + path,
                  .headers = {{"accept", "application/json"}, {"x-tool", "rulemap"}}};
  if (config_.key.handle != 0) request.headers.push_back({"x-apikey", "", config_.key});
  return row.send(std::move(request));
}

Outcome ReportStep::take_report(Row row, const Asked& asked, const Answer& answer) {
  switch (answer.kind) {
    case Answer::Kind::found:
      return write_report(row, asked, answer.data);
    case Answer::Kind::unknown:
      row.set("lookup.vt", "unknown");
      break;
    case Answer::Kind::forbidden:
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
  const auto report = read_report(asked, data, reader);
  if (!report.ok()) {
    row.reject("report: " + report.error().message);
    return {};
  }
  row.set("lookup.vt", "known");
  row.set("vt.id", report->id);
  row.set("vt.permalink", report->permalink);
  write_facts(row, report->facts);
  if (reader.names_left_out() > 0) row.set("vt.names_left_out", reader.names_left_out());
  row.add(report->subject);
  for (const SigmaResult& each : report->rules) write(row.append("matches"), each);
  const bool is_file = thing_of(asked.type) == Thing::file;
  const Outcome outcome = ask_for_runs(row, report->id, is_file && config_.behaviour,
                                       is_file && config_.events, reader);
  write_left_out(row, reader);
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

void ReportStep::write_left_out(Row row, const FieldReader& reader) {
  if (reader.values_left_out() > 0) row.set("vt.values_left_out", reader.values_left_out());
}

Outcome ReportStep::come_again(Row row, std::string_view what, const Answer& answer) {
  const std::string why = std::string(what) + answer.why;
  if (answer.kind == Answer::Kind::stop) return Outcome::stop(answer.why);
  if (answer.kind == Answer::Kind::wait) row.wait(why, answer.after_ms);
  if (answer.kind == Answer::Kind::retry) row.retry(why, answer.after_ms);
  return {};
}

}  // namespace rulemap::virustotal

RULEMAP_PLUGIN(rulemap::virustotal::ReportStep)
