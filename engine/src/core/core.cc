// The entry of the built-in steps; its symbol must have its name before the SDK declares it.
#define RULEMAP_PLUGIN_NAME "core"
#define RULEMAP_ENTRY_SYMBOL rulemap_entry_core
#include "core/core.h"

#include "core/dedupe_step.h"
#include "core/drop_step.h"
#include "core/merge_step.h"
#include "core/set_step.h"
#include "rulemap/sdk/plugin.h"

RULEMAP_PLUGIN(rulemap::engine::SetStep, rulemap::engine::DropStep, rulemap::engine::DedupeStep,
               rulemap::engine::MergeStep)

namespace rulemap::engine {

const rulemap_entry& core_entry() { return rulemap_entry_core; }

}  // namespace rulemap::engine
