// What a `reference` option refers to, as an address that can be opened.
#pragma once

#include <string_view>

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {

// value: of the option, "url,www.example.org/a" or "cve,2021-44228".
Reference reference_of(std::string_view value);

}  // namespace rulemap::suricata
