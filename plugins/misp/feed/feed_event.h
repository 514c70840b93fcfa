// The file of one event in a feed folder. A MISP that pulls it compares times level by level
// (MISP_FEED.md section 3): what is new or changed carries the time of this writing, with the
// object and the event that it is in; what is as it was keeps its time.
#pragma once

#include <set>
#include <string>

#include "event/event_file.h"
#include "feed/earlier.h"

namespace rulemap::misp {

struct FeedOrganisation {
  std::string name;
  std::string uuid;
};

enum class Withdraw { keep, remove };

struct FeedEvent {
  std::string json;            // the whole file
  std::set<std::string> md5s;  // of all values, for hashes.csv
  std::size_t added = 0, changed = 0, withdrawn = 0, kept = 0;
  bool has_elements = false;
  bool any_change() const { return added + changed + withdrawn > 0; }
};

// now: seconds of Unix, later than `earlier`'s. What is no longer wanted stays as it was, or is
// marked deleted.
Result<FeedEvent> make_feed_event(const Host& host, const EventHeader& header,
                                  const FeedOrganisation& organisation, EventElements& elements,
                                  const EarlierEvent& earlier, std::int64_t now, Withdraw withdraw);

}  // namespace rulemap::misp
