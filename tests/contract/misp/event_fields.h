// The fields of an event itself.
#pragma once

#include <optional>
#include <string>

#include "contract/misp/world.h"

namespace rulemap::simulated {

// The field that MISP refuses to save, and what it says of it.
std::optional<Refusal> refused_field(const Json& payload, bool is_new);
// What is said, into the event.
void read_event(const Json& payload, Event& to);
// Texts that break MISP's database before anything is stored.
bool breaks_event(const Json& payload);

}  // namespace rulemap::simulated
