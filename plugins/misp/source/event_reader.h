// Events of a server as a source reads them: their list page by page, then one after the other the
// indicators of each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rulemap/ids/uuid.h"
#include "rulemap/text/indicator.h"
#include "server/api.h"
#include "source/event_query.h"

namespace rulemap::misp {

struct ListedEvent {
  std::int64_t changed = 0;  // seconds of Unix
  ids::Uuid uuid;
};

struct FoundIndicator {
  ioc::Indicator indicator;
  std::string original;
  std::string type, category;   // of the attribute
  ids::Uuid attribute, object;  // object: nil where it is the event's own
  std::int64_t number = 0;      // of the attribute on the server
};

struct RefusedAttribute {
  std::int64_t number = 0;
  std::string value, why;
};

struct ReadEvent {
  ListedEvent about;
  std::string tlp;
  std::vector<FoundIndicator> indicators;
  std::vector<RefusedAttribute> refused;
  std::size_t own = 0;  // attributes that rulemap wrote
};

class EventReader {
 public:
  struct Settings {
    std::vector<std::string> types;  // of attributes; empty: all that may be indicators
    bool to_ids_only = false;
    bool reads_own = false;
    std::size_t largest = 0;  // bytes of an event
  };
  EventReader(Api& api, Settings settings) : api_(api), settings_(std::move(settings)) {}

  struct Page {
    Answer answer;
    std::vector<ListedEvent> events = {};  // that the question takes
    std::size_t size = 0;                  // of all that the server gave
    ids::Uuid first = {};                  // of them
  };
  Page list(const EventQuery& query, std::size_t page, std::size_t page_size);

  struct Event {
    Answer answer;
    ReadEvent event = {};  // where the answer is done
  };
  Event read(const std::string& number_or_uuid);

 private:
  void take(Doc list, const ids::Uuid& object, ReadEvent& out) const;
  void take_one(Doc attribute, const ids::Uuid& object, ReadEvent& out) const;
  bool wants(Doc attribute, std::string_view type) const;

  Api& api_;
  Settings settings_;
};

}  // namespace rulemap::misp
