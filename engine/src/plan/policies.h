// What a block says of failures and limits, over the file's defaults, over the built-in ones.
#pragma once

#include "plan/plan.h"

namespace rulemap::engine {

// A step that fills `lookup` goes on without its answer, where neither says otherwise.
ErrorPolicy error_policy(const OnErrorFile& own, const OnErrorFile& base, bool fills_lookup);

// Bytes of rows that may wait for the block.
std::size_t queue_bytes(const LimitsFile& own, const LimitsFile& base);

// How many calls at the same time, rows a call, and bytes that wait. `waits`: its calls wait for
// the network.
void set_limits(const rulemap_descriptor& about, const LimitsFile& own, const LimitsFile& base,
                bool waits, StepPlan& step);
inline bool takes_one_call(const rulemap_descriptor& about) {
  return about.threads == RULEMAP_SERIAL;
}

}  // namespace rulemap::engine
