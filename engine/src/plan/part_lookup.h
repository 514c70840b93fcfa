// `use` of a block -> the part of a plugin that it names.
#pragma once

#include "plan/planning.h"

namespace rulemap::engine {

// Null where no plugin has it; then that has been reported, with a guess.
const rulemap_source* find_source(Planning& planning, const BlockFile& block);
const rulemap_step* find_step(Planning& planning, const BlockFile& block);
const rulemap_sink* find_sink(Planning& planning, const BlockFile& block);

}  // namespace rulemap::engine
