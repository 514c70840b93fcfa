// What a rule's meta says of its author, ATT&CK, malware and vulnerabilities.
#pragma once

#include "rulemap/yara/rule_text.h"

namespace rulemap::yara {

// Fills description ... cves of a rule whose meta is read.
void find_meaning(Rule& rule);

}  // namespace rulemap::yara
