// MD5, SHA-1 and SHA-256 of bytes in memory, by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace rulemap::ids {

std::array<std::uint8_t, 20> sha1(std::string_view bytes);
std::array<std::uint8_t, 32> sha256(std::string_view bytes);
// MD5 as 32 hexadecimal digits in lower case: for formats that ask for it, proof of nothing.
std::string md5_hex(std::string_view bytes);

}  // namespace rulemap::ids
