// Which events are asked for. A server passes over what it does not know of a question, without a
// word: so everything that an event says of itself is held against the question once more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/value.h"

namespace rulemap::misp {

struct EventQuery {
  std::vector<std::string> tags = {};  // the event has one of them
  std::string search = {};             // in the event's title
  std::string from = {}, to = {};      // its date, 2026-01-31
  std::int64_t changed_since = 0;      // seconds of Unix
  enum class Published { any, yes, no } published = Published::any;

  // The body of events/restSearch for a page, counted from 1; a tag's name belongs in no path.
  std::string body(std::size_t page, std::size_t page_size) const;
  // event: its member `Event`, without attributes.
  bool takes(Doc event) const;
  // One for each question.
  std::string digest(std::string_view server) const;
};

bool is_date(std::string_view text);

// The strictest tlp tag of an event, as records say it; empty: it has none. A mark that is unknown
// holds back as red does.
std::string tlp_of(Doc tags);

}  // namespace rulemap::misp
