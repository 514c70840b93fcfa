// Bytes packed as gzip (RFC 1952).
#pragma once

#include <string>
#include <string_view>

namespace rulemap::engine {

// Throws std::bad_alloc where there is no memory for it.
std::string gzip(std::string_view bytes);

}  // namespace rulemap::engine
