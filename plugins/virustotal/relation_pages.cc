// virustotal.report: relations that go on behind what came with the report.
#include <utility>

#include "report_step.h"
#include "request_path.h"

namespace rulemap::virustotal {

Outcome ReportStep::follow(Row row, const Asked& asked, std::vector<NextPage> pages,
                           Findings& findings) {
  if (pages.empty()) return {};
  const auto path = report_path(asked.type, asked.value);
  while (path.ok() && !pages.empty() && !pages_.is_forbidden()) {
    const NextPage& page = pages.front();
    // Names alone, as they came with the report: whole objects of files are large.
    const std::string from = page_path(*path + "/relationships", page.relation->name,
                                       page.limit(asked.related), page.cursor);
    const Answer answer =
        judge(host_, ask(row, from, "page of a relation"), page_parts_, DataIs::list);
    if (answer.kind == Answer::Kind::held_back) break;
    if (take_page(row, pages, asked.related, answer, findings)) continue;
    row.set("vt.relations", "failed");
    row.set("vt.relations_next", written(pages));
    return come_again(row, pages_.what() + ": ", answer);
  }
  for (const NextPage& each : pages) say_cut(row, each.relation->name);
  row.set("vt.relations", "known");
  if (!row.text("vt.relations_next").empty()) row.set("vt.relations_next", "");
  return {};
}

bool ReportStep::take_page(Row row, std::vector<NextPage>& pages, std::size_t most,
                           const Answer& answer, Findings& findings) {
  const NextPage page = pages.front();
  RelationRead read{.has_more = true};
  switch (answer.kind) {
    case Answer::Kind::found:
      read = read_relation(page, answer.data, answer.meta, most, findings.observables,
                           findings.reader);
      break;
    case Answer::Kind::forbidden:
      pages_.forbid(host_, answer);
      break;
    case Answer::Kind::unknown:
    case Answer::Kind::refused:
      host_.warn(pages_.what() + " (" + std::string(page.relation->name) + "): " + answer.why);
      break;
    default:
      return false;
  }
  if (read.next)
    pages.front() = std::move(*read.next);
  else
    pages.erase(pages.begin());
  if (read.has_more) say_cut(row, page.relation->name);
  return true;
}

void ReportStep::say_cut(Row row, std::string_view relation) {
  row.add_text("vt.relations_cut", relation);
  if (has_said_cut_.exchange(true)) return;
  host_.warn("VirusTotal has more related things than the " + std::to_string(config_.related) +
             " of `related` that are read of a relation; vt.relations_cut names which");
}

}  // namespace rulemap::virustotal
