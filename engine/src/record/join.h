// Joins two records that are one thing.
#pragma once

#include "plan/plan.h"
#include "rulemap/host/record.h"

namespace rulemap::engine {

// `into` takes from `from`: entries of lists that it does not have, scalars that it lacks, the
// better answer of each lookup (known, unknown, failed, not_asked), and the indicator itself as an
// entry of also[]: {type, value, original, file, line}.
void join_records(host::Record& into, host::Record& from, const host::FieldTable& fields,
                  const HostSlots& slots);

}  // namespace rulemap::engine
