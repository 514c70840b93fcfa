// What an IDS may be fed with and what may correlate: one table. docs/misp-event.md explains it.
#pragma once

#include <span>
#include <string_view>

#include "event/finding.h"

namespace rulemap::misp {

struct Policy {
  std::string_view object;    // the template; "event" for attributes of the event itself
  std::string_view relation;  // or the type of an event's attribute
  bool to_ids = false;        // for a finding that is an indicator
  bool correlates = false;
};

// Every relation that this sink writes.
std::span<const Policy> policies();

// A relation that is not in the table neither alarms nor correlates.
Policy policy_for(std::string_view object, std::string_view relation);

// Whether an IDS may look for it: not for what is private or merely related to an indicator, and
// not for what judges looked at and nobody called malicious or suspicious.
bool is_indicator(const Finding& finding);

}  // namespace rulemap::misp
