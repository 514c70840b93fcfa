// SHA-1 and SHA-256 of bytes in memory, by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace rulemap::ids {

std::array<std::uint8_t, 20> sha1(std::string_view bytes);
std::array<std::uint8_t, 32> sha256(std::string_view bytes);

}  // namespace rulemap::ids
