// Indicators that are no object: networks, email addresses and CVE ids stand in the event itself.
#pragma once

#include <optional>
#include <string>

#include "event/facts.h"
#include "event/identity.h"
#include "event/tags.h"
#include "event/warninglists.h"

namespace rulemap::misp {

struct EventAttribute {
  ids::Uuid uuid;
  std::string json;
  std::string why_refused;  // not empty: it is not to be written
  bool is_warned = false;   // it is on a warninglist
};

// lists: null for none. nullopt where the indicator's type has no place in MISP.
std::optional<EventAttribute> make_event_attribute(const Facts& facts, const ids::Uuid& event,
                                                   const Finding& finding, const FindingTags& tags,
                                                   const Warninglists* lists = nullptr,
                                                   Warned warned = Warned::unflag);

}  // namespace rulemap::misp
