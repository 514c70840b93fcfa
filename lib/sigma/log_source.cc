#include "rulemap/sigma/log_source.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "case_fold.h"
#include "hash.h"

namespace rulemap::sigma {
namespace {

struct ServiceName {
  std::string_view service, name;
  bool is_provider;
};
struct EventRow {
  std::string_view service, event_id, event_type, category, second_category;
};
struct StandInRow {
  std::string_view service, category;
  StandIn names;
};

#define PROVIDER(service, name)
#define EVENT(...)
#define STAND_IN(...)
#define SERVICE(service, name) {service, name, false},
constexpr ServiceName kChannels[] = {
#include "windows_sources.inc"
};
#undef SERVICE
#undef PROVIDER
#define SERVICE(service, name)
#define PROVIDER(service, name) {service, name, true},
constexpr ServiceName kProviders[] = {
#include "windows_sources.inc"
};
#undef PROVIDER
#undef EVENT
#define PROVIDER(service, name)
#define EVENT(...) {__VA_ARGS__},
constexpr EventRow kEvents[] = {
#include "windows_sources.inc"
};
#undef EVENT
#undef STAND_IN
#define EVENT(...)
#define STAND_IN(service, category, field, other) {service, category, {field, other}},
constexpr StandInRow kStandIns[] = {
#include "windows_sources.inc"
};
#undef SERVICE
#undef PROVIDER
#undef EVENT
#undef STAND_IN

constexpr StandIn kGeneral[] = {
    {"EventID", "event_id"},         {"EventID", "winlog.event_id"},
    {"Channel", "log_name"},         {"Channel", "winlog.channel"},
    {"Provider_Name", "SourceName"}, {"Provider_Name", "source_name"},
    {"Computer", "Hostname"},        {"Provider_Name", "winlog.provider_name"},
    {"Computer", "computer_name"},   {"Computer", "winlog.computer_name"},
};

// Origins: unknown, Windows, one a channel, one an event.
constexpr Origin kFirstChannel = 2;
constexpr Origin kFirstEvent = kFirstChannel + static_cast<Origin>(std::size(kChannels));

// A provider counts as the first channel of its service.
std::uint32_t channel_of(const ServiceName& provider) {
  const auto* const at = std::find_if(std::begin(kChannels), std::end(kChannels),
                                      [&](auto& each) { return each.service == provider.service; });
  return static_cast<std::uint32_t>(at - std::begin(kChannels));
}

}  // namespace

Origin count_of_origins() { return kFirstEvent + static_cast<Origin>(std::size(kEvents)); }

EventSource event_source(Origin origin) {
  EventSource out;
  if (origin == kOriginUnknown) return out;
  out.product = "windows";
  if (origin == kOriginWindows) return out;
  if (origin < kFirstEvent) {
    out.service = kChannels[origin - kFirstChannel].service;
    return out;
  }
  const EventRow& row = kEvents[origin - kFirstEvent];
  out.service = row.service;
  out.categories.push_back(row.category);
  if (!row.second_category.empty()) out.categories.push_back(row.second_category);
  for (const StandInRow& each : kStandIns) {
    if (each.service == row.service && each.category == row.category) {
      out.stand_ins.push_back(each.names);
    }
  }
  return out;
}

bool fits(const LogSource& rule, const EventSource& event) {
  if (!rule.product.empty() && rule.product != event.product) return false;
  if (!rule.service.empty() && rule.service != event.service) return false;
  if (rule.category.empty()) return true;
  return std::find(event.categories.begin(), event.categories.end(), rule.category) !=
         event.categories.end();
}

std::span<const StandIn> general_stand_ins() { return kGeneral; }

OriginFinder::OriginFinder() : places_(256) {
  const auto add = [this](const ServiceName& each, std::uint32_t channel) {
    const std::uint64_t hash = hash_of(folded(each.name));
    std::size_t at = hash % places_.size();
    while (places_[at].channel_and_one != 0) at = (at + 1) % places_.size();
    places_[at] = {hash, channel + 1, each.is_provider};
  };
  for (std::uint32_t i = 0; i < std::size(kChannels); ++i) add(kChannels[i], i);
  for (const ServiceName& each : kProviders) add(each, channel_of(each));
}

std::uint32_t OriginFinder::channel(std::string_view name, bool is_provider) const {
  const std::uint64_t hash = hash_of(name);
  for (std::size_t at = hash % places_.size(); places_[at].channel_and_one != 0;
       at = (at + 1) % places_.size()) {
    const Place& place = places_[at];
    if (place.hash == hash && place.is_provider == is_provider) return place.channel_and_one;
  }
  return 0;
}

Origin OriginFinder::find(std::string_view channel_name, std::string_view provider,
                          std::string_view event_id, std::string_view event_type) const {
  if (channel_name.empty() && provider.empty()) return kOriginUnknown;
  const bool by_provider = channel_name.empty();
  const std::uint32_t found = channel(by_provider ? provider : channel_name, by_provider);
  if (found == 0) return by_provider ? kOriginUnknown : kOriginWindows;
  const ServiceName& service = kChannels[found - 1];
  const auto* const row =
      std::find_if(std::begin(kEvents), std::end(kEvents), [&](const EventRow& each) {
        return each.event_id == event_id && each.service == service.service &&
               (each.event_type.empty() || each.event_type == event_type);
      });
  if (row == std::end(kEvents)) return kFirstChannel + found - 1;
  return kFirstEvent + static_cast<Origin>(row - std::begin(kEvents));
}

}  // namespace rulemap::sigma
