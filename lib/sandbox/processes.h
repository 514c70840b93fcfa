// The processes of a report: the tree says who started whom, the lists say command lines; together
// they make events of process creation.
#pragma once

#include "event_list.h"
#include "rulemap/sandbox/dialect.h"

namespace rulemap::sandbox {

void read_processes(Doc attributes, EventList& out);

}  // namespace rulemap::sandbox
