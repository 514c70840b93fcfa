// The host's own judgement of what may not be asked about: the gate must not hang on a source's.
#pragma once

#include <string_view>

#include "plan/plan.h"

namespace rulemap::engine {

// A private or reserved address, a network of them, or a URL of one; defanged or not.
bool is_private_indicator(std::string_view value);

// Sets ioc.private of a new record. A source may say true where this says false, not the other way
// round.
void mark_private(host::Record& record, const HostSlots& slots);

}  // namespace rulemap::engine
