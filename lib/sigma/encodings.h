// What `wide`, `base64` and `base64offset` make of a value.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace rulemap::sigma {

// UTF-8 -> UTF-16. Bytes that are no UTF-8 become U+FFFD.
std::string to_utf16(std::string_view text, bool big_endian);

// RFC 4648 with its padding.
std::string to_base64(std::string_view bytes);

// The base64 of `bytes` as it stands inside the base64 of a longer text, for each of the three ways
// in which it may be aligned there. Characters that also depend on what stands beside are left out;
// an alignment may be empty.
std::array<std::string, 3> to_base64_inside(std::string_view bytes);

}  // namespace rulemap::sigma
