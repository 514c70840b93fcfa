// Whose rule a text is.
#pragma once

#include "rule_scan.h"

namespace rulemap::suricata {

// By its header, its options and its metadata; unknown where both engines would read it the same.
Engine engine_of(const ScannedRule& scanned, const Rule& rule);

}  // namespace rulemap::suricata
