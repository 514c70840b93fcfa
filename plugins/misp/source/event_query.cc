#include "source/event_query.h"

#include <algorithm>

#include "event/json_writer.h"
#include "rulemap/ids/uuid.h"
#include "server/letters.h"
#include "server/loose.h"

namespace rulemap::misp {
namespace {

constexpr std::string_view kMarks[] = {"clear", "green", "amber", "amber+strict", "red"};
constexpr std::string_view kTlp = "tlp:";

std::size_t rank_of(std::string_view mark) {
  if (mark == "white") return 0;
  const auto found = std::find(std::begin(kMarks), std::end(kMarks), mark);
  const auto last = static_cast<std::size_t>(std::size(kMarks)) - 1;
  return std::min(static_cast<std::size_t>(found - std::begin(kMarks)), last);
}

bool has_tag(Doc tags, const std::vector<std::string>& wanted) {
  for (Doc each : tags) {
    const std::string name = lower(each.text("name").value_or(""));
    for (const std::string& one : wanted) {
      if (lower(one) == name) return true;
    }
  }
  return false;
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t at : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[at] < '0' || text[at] > '9') return false;
  }
  const std::string_view month = text.substr(5, 2), day = text.substr(8, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

std::string tlp_of(Doc tags) {
  std::size_t strictest = 0;
  bool found = false;
  for (Doc each : tags) {
    const std::string name = lower(each.text("name").value_or(""));
    if (!name.starts_with(kTlp)) continue;
    strictest = std::max(strictest, rank_of(std::string_view(name).substr(kTlp.size())));
    found = true;
  }
  return found ? std::string(kMarks[strictest]) : "";
}

std::string EventQuery::body(std::size_t page, std::size_t page_size) const {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("returnFormat", "json").key("metadata").number(1);
  json.key("excludeGalaxy").number(1);
  json.key("limit").number(static_cast<std::int64_t>(page_size));
  json.key("page").number(static_cast<std::int64_t>(page));
  if (!tags.empty()) {
    json.key("tags").open('[');
    for (const std::string& each : tags) json.text(each);
    json.close(']');
  }
  if (!search.empty()) json.member("eventinfo", "%" + search + "%");
  if (!from.empty()) json.member("from", from);
  if (!to.empty()) json.member("to", to);
  if (changed_since > 0) json.key("timestamp").number(changed_since);
  if (published != Published::any) json.key("published").number(published == Published::yes);
  json.close('}');
  return out;
}

bool EventQuery::takes(Doc event) const {
  const std::string date = loose::text(event["date"]);
  if (!from.empty() && date < from) return false;
  if (!to.empty() && date > to) return false;
  if (loose::number(event["timestamp"]).value_or(0) < changed_since) return false;
  const bool is_published = loose::flag(event["published"]);
  if (published != Published::any && is_published != (published == Published::yes)) return false;
  return tags.empty() || has_tag(event["Tag"], tags);
}

std::string EventQuery::digest(std::string_view server) const {
  std::vector<std::string> sorted = tags;
  std::sort(sorted.begin(), sorted.end());
  std::string all =
      ids::joined({server, search, from, to, std::to_string(static_cast<int>(published))});
  for (const std::string& each : sorted) all = ids::joined({all, each});
  return ids::sha256_hex(all).substr(0, 16);
}

}  // namespace rulemap::misp
