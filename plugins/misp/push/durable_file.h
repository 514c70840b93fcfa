// A file that is whole whenever somebody reads it, and on disk when the call returns.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::misp {

inline constexpr unsigned kPrivate = 0600;
inline constexpr unsigned kPublic = 0644;  // for whoever serves it

// Writes PATH.new, has it on disk, renames it to `path`, has the folder on disk. On failure `path`
// is as it was.
Result<void> write_durably(const std::string& path, std::string_view bytes,
                           unsigned mode = kPrivate);

}  // namespace rulemap::misp
