// One JSON text -> an Event. Fields are found by their flat key first, then by their dotted path
// through objects; an array stands for its elements. Windows events are read as EVTX dumps
// (`Event.System`, `EventData`, `UserData`, attributes as `Tag_Name`) and as winlogbeat writes them
// (`event_data`, `winlog.event_data`). Next: log_source.h.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "rulemap/sdk/result.h"
#include "rulemap/sigma/event.h"
#include "rulemap/sigma/field_names.h"

namespace rulemap::sigma {

// What one event may cost; an event beyond a limit is refused with a message that names it.
struct EventLimits {
  std::size_t bytes = std::size_t{16} << 20;
  std::size_t depth = 64;
  std::size_t fields = 100'000;  // keys
  std::size_t values = 1'000'000;
};

// One a thread; keeps its memory, so that it allocates nothing once it has seen the largest event.
class EventReader {
 public:
  // `names` outlives the reader. What the reader itself asks for has been added to it by
  // add_reader_fields().
  explicit EventReader(const FieldNames& names, const EventLimits& limits = {});
  ~EventReader();
  EventReader(EventReader&&) noexcept;
  EventReader& operator=(EventReader&&) noexcept;

  // `json` is one object. Bytes in its strings that are no UTF-8 are taken as they are, each one a
  // character. Fails with the byte where the text is no JSON; `event` is then empty.
  Result<void> read(std::string_view json, Event& event);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The fields that tell the log source, and those that stand in for another (`event_id`).
void add_reader_fields(FieldNames& names);

}  // namespace rulemap::sigma
