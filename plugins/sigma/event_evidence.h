// An event as evidence: its values under the names that rules ask for.
#pragma once

#include "rulemap/sdk/model.h"

namespace rulemap::sigma_match {

// Objects become dotted names, lists their JSON text; wrappers of Windows events are left out, as
// rules leave them out.
Evidence evidence_of(Doc event);

}  // namespace rulemap::sigma_match
