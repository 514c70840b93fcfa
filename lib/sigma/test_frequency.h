// How often tests of SigmaHQ's rules hold in public Windows events: what no rule should be woken
// by. Only the speed of matching depends on it.
#pragma once

#include <cstdint>

#include "test_compile.h"

namespace rulemap::sigma {

// Of what a test asks which field; 0 for tests that no index finds.
std::uint64_t frequency_key(const CompiledTest& test);

// Of 10,000 events that have the field; 0 where it is seldom or not known.
unsigned test_frequency(const CompiledTest& test);

}  // namespace rulemap::sigma
