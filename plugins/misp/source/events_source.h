// misp.events: the indicators of events on a MISP server, one record each. Events are read one
// after the other, so that memory holds one.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rulemap/sdk/source.h"
#include "source/cursor.h"
#include "source/event_reader.h"

namespace rulemap::misp {

class EventsSource final : public Source<EventsSource> {
 public:
  static constexpr Label label{.id = "misp.events",
                               .summary = "Reads the indicators of events on a MISP server.",
                               .label = "source",
                               .flags = RULEMAP_FLAG_NETWORK};
  struct Config {
    std::string url;
    Secret key;
    std::vector<std::string> events;
    std::vector<std::string> tags;
    std::string search;
    std::chrono::milliseconds since{0};
    std::string from, to;
    std::string published;
    bool cursor = false;
    std::vector<std::string> types;
    bool to_ids_only = false;
    bool own = false;
    std::int64_t largest_event = 128;
  };
  static constexpr auto options = rulemap::options(
      option("url", &Config::url, "The MISP server: https://misp.example").required(),
      option("key", &Config::key, "The key of an API user there; belongs in a secret").required(),
      option("events", &Config::events,
             "The events that are read, by number or UUID; without it those that the options below "
             "ask for"),
      option("tags", &Config::tags, "Events that have one of these tags"),
      option("search", &Config::search, "Events whose title (info) holds this text"),
      option("since", &Config::since, "Events that changed since so long ago: 7d"),
      option("from", &Config::from, "Events of this date or later: 2026-01-31"),
      option("to", &Config::to, "Events of this date or earlier"),
      option("published", &Config::published, "Whether the events are published")
          .one_of("any|yes|no")
          .standard("any"),
      option("cursor", &Config::cursor,
             "Remember how far it has come: the next run reads events that changed since")
          .standard("false"),
      option("types", &Config::types,
             "The types of attributes that are read, such as sha256, ip-dst; without it all that "
             "may be indicators"),
      option("to_ids_only", &Config::to_ids_only,
             "Leave out attributes that are marked as no indicator (to_ids)")
          .standard("false"),
      option("own", &Config::own, "Read also what rulemap wrote into the events").standard("false"),
      option("largest_event", &Config::largest_event,
             "The largest answer for an event that is read, in MiB, from 1 to 1024; a larger one "
             "is refused by name")
          .standard("128"));
  static constexpr auto writes = rulemap::fields(
      field::text("ioc.type").one_of(ioc::kTypeWords), field::text("ioc.value"),
      field::integer("ioc.port"), field::boolean("ioc.private"), field::text("ioc.original"),
      field::text("ioc.file"), field::integer("ioc.line"), field::text("tlp"),
      field::text("misp.event"), field::text("misp.attribute"), field::text("misp.object"),
      field::text("misp.type"), field::text("misp.category"));

  static Result<void> validate(const Config& config);
  EventsSource(Config config, Host host);

  Outcome poll(Emitter out);
  void done(std::string_view checkpoint);
  void look(LiveReport report);

 private:
  enum class State { begins, lists, reads, ends };

  void begin();
  Outcome list_page();
  Outcome read_next(Emitter& out);
  Outcome end_of_plan();
  Outcome give_up(const Answer& answer, const std::string& event, Emitter& out);
  void emit_some(Emitter& out);
  void emit(const FoundIndicator& found, Emitter& out);
  std::string page_of(const std::string& event) const;
  std::string cursor_key() const;

  Config config_;
  Host host_;
  Api api_;
  EventReader reader_;
  EventQuery query_;
  State state_ = State::begins;
  std::size_t page_ = 0;
  ids::Uuid first_of_page_;
  std::set<ids::Uuid> listed_;
  std::vector<ListedEvent> events_;
  std::size_t next_event_ = 0;
  ReadEvent now_;
  std::size_t next_indicator_ = 0;
  Cursor from_;
  bool has_gap_ = false;  // an event could not be read: the cursor stays before it
};

}  // namespace rulemap::misp
