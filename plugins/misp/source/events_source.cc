#include "source/events_source.h"

#include <algorithm>

#include "server/account.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kRowsAPoll = 200;
constexpr std::size_t kLongestShown = 200;
constexpr const char* kRunsCursor = "run.cursor";

std::string without_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

EventQuery query_of(const EventsSource::Config& config) {
  EventQuery out{
      .tags = config.tags, .search = config.search, .from = config.from, .to = config.to};
  if (config.published == "yes") out.published = EventQuery::Published::yes;
  if (config.published == "no") out.published = EventQuery::Published::no;
  return out;
}

}  // namespace

EventsSource::EventsSource(Config config, Host host)
    : config_(std::move(config)),
      host_(host),
      api_(host, without_slash(config_.url), config_.key),
      reader_(api_, {.types = config_.types,
                     .to_ids_only = config_.to_ids_only,
                     .reads_own = config_.own,
                     .largest = static_cast<std::size_t>(config_.largest_event) << 20}),
      query_(query_of(config_)) {}

Outcome EventsSource::poll(Emitter out) {
  if (host_.cancelled()) return Outcome::cancelled();
  if (state_ == State::begins) begin();
  if (state_ == State::lists) return list_page();
  if (next_indicator_ < now_.indicators.size()) return (emit_some(out), Outcome());
  return state_ == State::ends ? Outcome::end() : read_next(out);
}

// A run that goes on reads again what it read before, whatever was done with meanwhile.
void EventsSource::begin() {
  state_ = config_.events.empty() ? State::lists : State::reads;
  if (config_.since.count() > 0) {
    query_.changed_since =
        std::max<std::int64_t>((host_.now().ms - config_.since.count()) / 1000, 1);
  }
  if (!config_.cursor) return;
  std::string kept = host_.remembered(kRunsCursor);
  if (kept.empty()) {
    kept = Cursor::parse(host_.remembered(cursor_key())).text();
    host_.remember(kRunsCursor, kept);
  }
  from_ = Cursor::parse(kept);
  query_.changed_since = std::max(query_.changed_since, from_.time());
}

// The oldest change comes first, so that the cursor never stands behind what is still to come.
Outcome EventsSource::list_page() {
  EventReader::Page found = reader_.list(query_, ++page_, kPage);
  if (found.answer.meaning == Meaning::dry_run) return end_of_plan();
  if (found.answer.meaning == Meaning::cancelled) return Outcome::cancelled();
  if (!found.answer.done()) return Outcome::stop("MISP: the list of events: " + found.answer.why);
  // A server that knows no pages gives the same one for ever.
  const bool is_last = found.size < kPage || found.first == first_of_page_;
  first_of_page_ = found.first;
  for (const ListedEvent& each : found.events) {
    if (!listed_.insert(each.uuid).second) continue;
    if (!from_.has_passed(each.changed, each.uuid)) events_.push_back(each);
  }
  if (!is_last) return {};
  std::set<ids::Uuid>().swap(listed_);
  std::sort(events_.begin(), events_.end(), [](const ListedEvent& a, const ListedEvent& b) {
    return a.changed != b.changed ? a.changed < b.changed : a.uuid < b.uuid;
  });
  state_ = State::reads;
  return {};
}

Outcome EventsSource::read_next(Emitter& out) {
  const std::size_t count = config_.events.empty() ? events_.size() : config_.events.size();
  if (next_event_ >= count) return (state_ = State::ends, Outcome::end());
  const std::string name =
      config_.events.empty() ? events_[next_event_].uuid.text() : config_.events[next_event_];
  EventReader::Event found = reader_.read(name);
  if (!found.answer.done()) return give_up(found.answer, name, out);
  ++next_event_;
  now_ = std::move(found.event);
  next_indicator_ = 0;
  host_.count("events_read");
  if (now_.own > 0) {
    host_.count("attributes_of_rulemap", static_cast<std::int64_t>(now_.own));
  }
  const std::string page = page_of(now_.about.uuid.text());
  for (const RefusedAttribute& each : now_.refused) {
    out.refuse({page, static_cast<std::uint32_t>(each.number), 1},
               std::string_view(each.value).substr(0, kLongestShown), each.why);
  }
  emit_some(out);
  return {};
}

Outcome EventsSource::end_of_plan() {
  host_.warn("the events of " + api_.url() + " are not asked for where a run is only planned");
  state_ = State::ends;
  return Outcome::end();
}

// One event that cannot be read is named, and the others are; a server that answers nothing, or not
// to this key, ends the run.
Outcome EventsSource::give_up(const Answer& answer, const std::string& event, Emitter& out) {
  if (answer.meaning == Meaning::dry_run) return end_of_plan();
  if (answer.meaning == Meaning::cancelled) return Outcome::cancelled();
  const bool is_gone = answer.meaning == Meaning::not_there;
  if (!is_gone && answer.meaning != Meaning::not_allowed) {
    const std::string why = answer.why;
    if (answer.meaning == Meaning::bad_key || answer.meaning == Meaning::not_misp ||
        !ask_account(api_).answer.done()) {
      return Outcome::stop("MISP: event " + event + ": " + why);
    }
    has_gap_ = true;
    out.refuse({page_of(event), 0, 0}, event, "the event cannot be read: " + why);
  } else {
    out.refuse({page_of(event), 0, 0}, event,
               is_gone ? "there is no such event on the server, or this key does not see it"
                       : "the event cannot be read: " + answer.why);
  }
  ++next_event_;
  return {};
}

void EventsSource::emit_some(Emitter& out) {
  const std::size_t end = std::min(next_indicator_ + kRowsAPoll, now_.indicators.size());
  for (; next_indicator_ < end; ++next_indicator_) emit(now_.indicators[next_indicator_], out);
  if (next_indicator_ < now_.indicators.size() || !config_.cursor || has_gap_) return;
  Cursor mark;
  mark.pass(events_[next_event_ - 1].changed, now_.about.uuid);
  out.checkpoint(mark.text());
}

void EventsSource::emit(const FoundIndicator& found, Emitter& out) {
  const ioc::Indicator& indicator = found.indicator;
  auto row = out.row();
  row.set("ioc.type", ioc::to_string(indicator.type)).set("ioc.value", indicator.value);
  if (indicator.port) row.set("ioc.port", std::int64_t{*indicator.port});
  if (indicator.is_private) row.set("ioc.private", true);
  const std::string event = now_.about.uuid.text();
  row.set("ioc.original", found.original).set("ioc.file", page_of(event));
  row.set("ioc.line", found.number);
  if (!now_.tlp.empty()) row.set("tlp", now_.tlp);
  row.set("misp.event", event).set("misp.attribute", found.attribute.text());
  if (found.object != ids::Uuid()) row.set("misp.object", found.object.text());
  row.set("misp.type", found.type).set("misp.category", found.category);
}

void EventsSource::done(std::string_view checkpoint) {
  Cursor passed = Cursor::parse(host_.remembered(cursor_key()));
  passed.pass(Cursor::parse(checkpoint));
  host_.remember(cursor_key(), passed.text());
}

void EventsSource::look(LiveReport report) {
  const AccountAnswer found = ask_account(api_);
  if (!found.answer.done()) return report.problem("key", "MISP: " + found.answer.why);
  report.note("key", "of " + found.account.organisation_name + ", role " + found.account.role);
}

std::string EventsSource::page_of(const std::string& event) const {
  return api_.url() + "/events/view/" + event;
}

std::string EventsSource::cursor_key() const { return "cursor." + query_.digest(api_.url()); }

}  // namespace rulemap::misp
