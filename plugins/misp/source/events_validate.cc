// What a pipeline file may say of misp.events.
#include "source/attribute_types.h"
#include "source/events_source.h"

namespace rulemap::misp {
namespace {

constexpr std::int64_t kMostMib = 1024;

bool is_event(const std::string& name) {
  return ids::Uuid::parse(name) ||
         (!name.empty() && name.find_first_not_of("0123456789") == std::string::npos);
}

bool asks_for_some(const EventsSource::Config& config) {
  return !config.tags.empty() || !config.search.empty() || config.since.count() > 0 ||
         !config.from.empty() || !config.to.empty() || config.cursor;
}

Result<void> validate_names(const EventsSource::Config& config) {
  for (const std::string& each : config.events) {
    if (!is_event(each)) return Error{"an event is named by its number or its UUID", "events"};
  }
  for (const std::string& each : config.tags) {
    if (each.empty() || each.starts_with('!')) {
      return Error{"a tag is the name of one that the events have: tlp:green", "tags"};
    }
  }
  for (const std::string& each : config.types) {
    if (is_indicator_type(each)) continue;
    return Error{"`" + each + "` is no type of attribute that is read: " + indicator_types(),
                 "types"};
  }
  return {};
}

}  // namespace

Result<void> EventsSource::validate(const Config& config) {
  if (!config.url.starts_with("https://") && !config.url.starts_with("http://")) {
    return Error{"`url` is the address of a MISP server, such as https://misp.example", "url"};
  }
  const auto named = validate_names(config);
  if (!named.ok()) return named;
  const bool asks = asks_for_some(config);
  if (config.events.empty() && !asks) {
    return Error{
        "it is not said which events are read: name them under `events`, or give `tags`, "
        "`search`, `since`, `from`, `to` or `cursor: true`",
        "url"};
  }
  if (!config.events.empty() && (asks || config.published != "any")) {
    return Error{"`events` names the events; leave it out where others say which", "events"};
  }
  if (!config.from.empty() && !is_date(config.from)) {
    return Error{"a date is written as 2026-01-31", "from"};
  }
  if (!config.to.empty() && !is_date(config.to)) {
    return Error{"a date is written as 2026-01-31", "to"};
  }
  if (config.largest_event < 1 || config.largest_event > kMostMib) {
    return Error{"`largest_event` is a number from 1 to " + std::to_string(kMostMib),
                 "largest_event"};
  }
  return {};
}

}  // namespace rulemap::misp
