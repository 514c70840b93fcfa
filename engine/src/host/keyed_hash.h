// Hashes that tell nothing without this installation's salt.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::engine {

// HMAC-SHA-256, 64 hexadecimal digits.
std::string keyed_hash(std::string_view salt, std::string_view text);

}  // namespace rulemap::engine
