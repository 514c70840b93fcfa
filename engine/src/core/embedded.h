// embed.indicators and embed.records: the ends of a pipeline inside a program. embed.h offers them.
#pragma once

#include "rulemap/abi/entry.h"

namespace rulemap::engine {

inline constexpr char kEmbeddedSource[] = "embed.indicators";

const rulemap_entry& embedded_entry();

}  // namespace rulemap::engine
