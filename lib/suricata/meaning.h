// What a rule's metadata and references say of ATT&CK, malware, vulnerabilities and severity.
#pragma once

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {

// Fills techniques ... severity of a rule whose metadata and references are read.
void find_meaning(Rule& rule);

}  // namespace rulemap::suricata
