// A record as bytes, for the time of a run: what rows are on disk while a step holds them.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/host/record.h"

namespace rulemap::engine {

// Appends the record's fields to `out`.
void pack(const host::Record& record, std::string& out);

// Fills an empty record; false where the bytes are none of pack()'s.
bool unpack(std::string_view bytes, host::Record& out);

}  // namespace rulemap::engine
