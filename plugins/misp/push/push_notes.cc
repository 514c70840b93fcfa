#include "push/push_notes.h"

namespace rulemap::misp {
namespace {

void note_state(const PushReport& report, Receipts& receipts) {
  if (report.dry_run) return receipts.note("state", "a dry run: nothing was sent");
  if (report.end == PushReport::End::refused) return receipts.note("state", "not written");
  if (report.published) return receipts.note("state", "published");
  if (report.unpublished) receipts.note("state", "it was published, and is not any more");
  if (!report.why.empty()) receipts.note("state", report.why);
}

}  // namespace

void note(const PushReport& report, Receipts& receipts) {
  receipts.note("event", report.url);
  note_state(report, receipts);
  const Need& need = report.need;
  const std::string adds = report.dry_run ? "would add " : "added ";
  const std::pair<std::string, std::size_t> counts[] = {
      {adds + "objects", need.objects},
      {adds + "attributes", need.attributes},
      {adds + "references", need.references},
      {adds + "reports", need.reports},
      {adds + "tags", need.tags},
      {report.dry_run ? "would change" : "changed", need.updated},
      {"left as people left it", need.left_alone},
      {"not taken by the server", report.refused.size()},
      {"tags without a cluster on the server", need.unknown_tags.size()}};
  if (report.end == PushReport::End::done) {
    for (const auto& [what, count] : counts) {
      if (count > 0) receipts.note(what, std::to_string(count));
    }
    if (need.none()) receipts.note("change", "none: everything is there");
  }
  for (const std::string& each : need.unknown_tags) receipts.note("no cluster", each);
  for (const std::string& each : need.changes) receipts.note("change", each);
}

}  // namespace rulemap::misp
