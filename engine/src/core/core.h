// The built-in steps, written against the same SDK as any plugin: core.set core.drop core.dedupe
// core.merge. core.route is structure, not a step: ../plan/ knows it.
#pragma once

#include "rulemap/abi/entry.h"

namespace rulemap::engine {

const rulemap_entry& core_entry();

}  // namespace rulemap::engine
