// Indicators that are no object: networks, email addresses and CVE ids stand in the event itself.
#pragma once

#include <optional>
#include <string>

#include "event/facts.h"
#include "event/identity.h"
#include "event/tags.h"

namespace rulemap::misp {

struct EventAttribute {
  ids::Uuid uuid;
  std::string json;
  std::string_view why_refused;  // not empty: MISP would not take the value
};

// nullopt where the indicator's type has no place in MISP.
std::optional<EventAttribute> make_event_attribute(const Facts& facts, const ids::Uuid& event,
                                                   const Finding& finding, const FindingTags& tags);

}  // namespace rulemap::misp
