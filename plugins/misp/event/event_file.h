// One case's event as a JSON file: every element once, references where both ends are there. The
// bytes depend on the rows alone, not on the order in which they came.
#pragma once

#include <set>
#include <string>

#include "event/event_spool.h"

namespace rulemap::misp {

struct EventHeader {
  Uuid uuid;
  std::string info;
  std::string date;  // YYYY-MM-DD
  std::int64_t threat_level_id = 4;
  std::int64_t analysis = 0;
  std::int64_t distribution = 0;
  std::set<std::string> tags;
  std::string report;  // in Markdown; empty: the event has none
};

struct EventCounts {
  std::size_t objects = 0;
  std::size_t attributes = 0;  // in objects and beside them
  std::size_t references = 0;
  std::size_t references_left_out = 0;  // beyond what one object has
};

// Writes all elements of the spool. Writes PATH.new and renames it to `path`, so that a reader
// finds the old event or the new one. On failure `path` is as it was, and the spool can be written
// again.
Result<EventCounts> write_event_file(const EventHeader& header, const EventSpool& spool,
                                     const Facts& facts, const std::string& path);

}  // namespace rulemap::misp
