#include "rulemap/sigma/field_names.h"

#include <algorithm>

#include "hash.h"

namespace rulemap::sigma {
namespace {

bool take(std::string_view& name, std::string_view prefix) {
  if (!name.starts_with(prefix) || name.size() == prefix.size()) return false;
  name.remove_prefix(prefix.size());
  return true;
}

// "Event.UserData.X.Name": X is the element that the provider chose.
std::string_view without_element(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos || dot + 1 == name.size() ? name : name.substr(dot + 1);
}

}  // namespace

std::string_view unwrapped_field_name(std::string_view name) {
  if (take(name, "Event.UserData.")) {
    name = without_element(name);
  } else if (!take(name, "Event.System.") && !take(name, "Event.EventData.") &&
             !take(name, "winlog.event_data.") && !take(name, "winlog.user_data.") &&
             !take(name, "event_data.")) {
    take(name, "user_data.");
  }
  return name;
}

std::string canonical_field_name(std::string_view name) {
  std::string out(unwrapped_field_name(name));
  constexpr std::string_view kAttributes = ".#attributes.";
  if (const auto at = out.find(kAttributes); at != std::string::npos) {
    out.replace(at, kAttributes.size(), "_");
  }
  out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
  return out;
}

Slot FieldNames::add(std::string_view name) {
  const std::string canonical = canonical_field_name(name);
  if (const auto slot = find(canonical)) return *slot;
  const Slot slot = static_cast<Slot>(names_.size());
  names_.push_back(canonical);
  if (places_.size() >= names_.size() * 2) {
    insert(hash_of(canonical), slot);
    return slot;
  }
  places_.assign(std::max<std::size_t>(64, places_.size() * 2), Place{});
  for (Slot i = 0; i < names_.size(); ++i) insert(hash_of(names_[i]), i);
  return slot;
}

void FieldNames::insert(std::uint64_t hash, Slot slot) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = hash & mask;
  while (places_[at].slot_and_one != 0) at = (at + 1) & mask;
  places_[at] = {static_cast<std::uint32_t>(hash >> 32), slot + 1};
}

std::optional<Slot> FieldNames::find(std::string_view name) const {
  if (places_.empty()) return std::nullopt;
  const std::uint64_t hash = hash_of(name);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = hash & mask; places_[at].slot_and_one != 0; at = (at + 1) & mask) {
    const Place& place = places_[at];
    if (place.hash != static_cast<std::uint32_t>(hash >> 32)) continue;
    if (names_[place.slot_and_one - 1] == name) return place.slot_and_one - 1;
  }
  return std::nullopt;
}

}  // namespace rulemap::sigma
