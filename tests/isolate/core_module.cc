// The built-in steps as a library that a child can load.
#include "core/dedupe_step.h"
#include "core/drop_step.h"
#include "core/merge_step.h"
#include "core/set_step.h"
#include "rulemap/sdk/plugin.h"

RULEMAP_PLUGIN(rulemap::engine::SetStep, rulemap::engine::DropStep, rulemap::engine::DedupeStep,
               rulemap::engine::MergeStep)
