// What a Windows event is in Sigma's terms, from its channel and event id: product, service and
// categories; and which fields it calls by another name. Facts: NOTICE. Next: matcher.h.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

// A number for one kind of event, from 0 to count_of_origins() - 1.
using Origin = std::uint32_t;
// Neither channel nor provider is said: rules that ask for any log source do not fit.
inline constexpr Origin kOriginUnknown = 0;
// A channel that Sigma has no service for: the product alone is known.
inline constexpr Origin kOriginWindows = 1;

// In a class of events `field` is called `stands_in`.
struct StandIn {
  std::string_view field, stands_in;
};

// The attributes of an event. A registry event has two categories, most have one or none.
struct EventSource {
  std::string_view product, service;
  std::vector<std::string_view> categories;
  std::vector<StandIn> stand_ins;
};

Origin count_of_origins();
EventSource event_source(Origin origin);

// Each attribute that the rule names equals one of the event's.
bool fits(const LogSource& rule, const EventSource& event);

// Fields that stand in for others in every event, as winlogbeat and NXLog call them.
std::span<const StandIn> general_stand_ins();

// Channels (or providers, where no channel is said), folded, to origins.
class OriginFinder {
 public:
  OriginFinder();
  // All folded, event_type as Sysmon's field. Never allocates.
  Origin find(std::string_view channel, std::string_view provider, std::string_view event_id,
              std::string_view event_type) const;

 private:
  struct Place {
    std::uint64_t hash = 0;
    std::uint32_t channel_and_one = 0;
    bool is_provider = false;
  };

  std::uint32_t channel(std::string_view name, bool is_provider) const;  // and one; 0: none

  std::vector<Place> places_;  // by the 64 bits of the hash alone: no two names share them
};

}  // namespace rulemap::sigma
