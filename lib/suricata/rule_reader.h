// One rule read, for the two ways in: alone, and out of a file.
#pragma once

#include <variant>

#include "problem_at.h"

namespace rulemap::suricata {

std::variant<Rule, Fault> read_rule(std::string_view text, Engine engine);

}  // namespace rulemap::suricata
