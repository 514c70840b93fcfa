// The parts of a Sigma 1 file (`action: global`, `reset`, `repeat`) -> whole documents.
#pragma once

#include <vector>

#include "problems.h"

namespace rulemap::sigma {

// Documents without `action` come back as they are, with what is global filled in. Maps are joined
// key by key; the later document wins. Several global parts add up; `reset` drops them; `repeat` is
// the document before with changes.
std::vector<yaml::Node> join_collection(std::vector<yaml::Node> documents, Problems& problems);

}  // namespace rulemap::sigma
