// One case's event as a JSON file: every element once, references where both ends are there. The
// bytes depend on the rows alone, not on the order in which they came.
#pragma once

#include <set>
#include <string>

#include "event/event_elements.h"

namespace rulemap::misp {

struct EventHeader {
  Uuid uuid;
  std::string info;
  std::string date;  // YYYY-MM-DD
  std::int64_t threat_level_id = 4;
  std::int64_t analysis = 0;
  std::int64_t distribution = 0;
  std::set<std::string> tags;
  std::string extends;  // the uuid of the event that this one extends; empty: none
  std::string report;   // in Markdown; empty: the event has none
};

struct EventCounts {
  std::size_t objects = 0;
  std::size_t attributes = 0;  // in objects and beside them
  std::size_t references = 0;
  std::size_t references_left_out = 0;  // beyond what one object has
};

// The event's report as JSON; empty where it has none.
std::string report_json(const EventHeader& header);

// Writes all elements. Writes PATH.new and renames it to `path`, so that a reader
// finds the old event or the new one. On failure `path` is as it was, and the elements
// can be written again.
Result<EventCounts> write_event_file(const EventHeader& header, EventElements& elements,
                                     const std::string& path);

}  // namespace rulemap::misp
