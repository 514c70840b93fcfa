// The names of fields that rules ask for, as numbers (slots) from 0. Filled once, then shared by
// threads. Next: event.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::sigma {

using Slot = std::uint32_t;

// How a name is compared: blanks are not part of it ("Threat Name" is ThreatName), nor are the
// wrappers of Windows events: `Event.System.`, `Event.EventData.`, `Event.UserData.X.`,
// `event_data.`, `user_data.`, and these below `winlog.`. Letters keep their case.
std::string canonical_field_name(std::string_view name);
// The same with its blanks; a part of `name`.
std::string_view unwrapped_field_name(std::string_view name);

class FieldNames {
 public:
  // The slot of `name`; a new one where it has none yet.
  Slot add(std::string_view name);
  // `name` is canonical. Never allocates.
  std::optional<Slot> find(std::string_view name) const;
  std::size_t size() const { return names_.size(); }
  const std::string& name(Slot slot) const { return names_[slot]; }

 private:
  struct Place {
    std::uint32_t hash = 0;
    std::uint32_t slot_and_one = 0;
  };

  void insert(std::uint64_t hash, Slot slot);

  std::vector<std::string> names_;
  std::vector<Place> places_;  // open addressing; a power of two, at most half full
};

}  // namespace rulemap::sigma
