#include "event/event_options.h"

#include <algorithm>

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLongestInfo = 1000;
constexpr std::int64_t kMostRelated = 5000;

// The position of `word` in "a|b|c", which holds it.
std::int64_t index_of(std::string_view words, std::string_view word) {
  std::int64_t index = 0;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find('|'), words.size());
    if (words.substr(0, end) == word) break;
    words.remove_prefix(std::min(end + 1, words.size()));
    ++index;
  }
  return index;
}

}  // namespace

Result<void> validate_event_options(const EventOptions& options) {
  if (options.related < 0 || options.related > kMostRelated) {
    return Error{"`related` is a number from 0 to " + std::to_string(kMostRelated), "related"};
  }
  for (const std::string& each : options.tags) {
    const std::string_view why = why_no_tag(each);
    if (!why.empty()) return Error{"a tag is not right: " + std::string(why), "tags"};
  }
  return {};
}

Result<Warninglists> load_warninglists(const Host& host, const EventOptions& options) {
  if (options.warninglists.items.empty()) return Warninglists();
  return Warninglists::load(host, options.warninglists.items);
}

EventHeader event_header(const EventOptions& options, const Case& of, const ids::Uuid& uuid) {
  EventHeader out;
  out.uuid = uuid;
  out.info = clean_line(of.title.empty() ? of.id : of.title, kLongestInfo);
  out.date = iso_date(of.started);
  out.threat_level_id = index_of(kThreatLevels, options.threat_level) + 1;
  out.analysis = index_of(kAnalyses, options.analysis);
  out.distribution = index_of(kDistributions, options.distribution);
  out.tags.insert(options.tags.begin(), options.tags.end());
  if (!of.tlp.empty()) out.tags.insert(tlp_tag(of.tlp));
  if (!of.pap.empty()) out.tags.insert(pap_tag(of.pap));
  return out;
}

EventCase::Settings event_settings(const EventOptions& options, EventHeader header,
                                   const Warninglists& lists) {
  const auto has = [&](std::string_view name) {
    return std::find(options.galaxies.begin(), options.galaxies.end(), name) !=
           options.galaxies.end();
  };
  EventCase::Settings out;
  out.header = std::move(header);
  out.galaxies = {.attack = has("mitre-attack-pattern"), .sigma = has("sigma-rules")};
  out.warninglists = lists.size() ? &lists : nullptr;
  out.warned = static_cast<Warned>(index_of(kWarned, options.warninglisted));
  out.most_related = static_cast<std::size_t>(options.related);
  out.wants_report = options.report;
  return out;
}

}  // namespace rulemap::misp
