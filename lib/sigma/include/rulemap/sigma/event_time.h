// When an event happened, from the text of one of its fields. For correlate.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rulemap::sigma {

// Milliseconds since 1970 in UTC. Reads ISO 8601 ("2026-03-01T10:00:00.5+02:00", a blank for the T,
// slashes for the dashes, the time or its seconds left out; without a zone it is UTC) and numbers:
// seconds below 10^11, then milliseconds, microseconds from 10^14, nanoseconds from 10^17.
std::optional<std::int64_t> event_time_ms(std::string_view text);

}  // namespace rulemap::sigma
