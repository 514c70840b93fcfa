#include "digest.h"

#include <openssl/sha.h>

namespace rulemap::ids {
namespace {

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

// The one-shot calls of the low-level interface cannot fail, and no provider can take SHA-1 away
// from them: an identity must not depend on how a machine's OpenSSL is configured.
std::array<std::uint8_t, 20> sha1(std::string_view bytes) {
  std::array<std::uint8_t, 20> digest{};
  SHA1(data_of(bytes), bytes.size(), digest.data());
  return digest;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  std::array<std::uint8_t, 32> digest{};
  SHA256(data_of(bytes), bytes.size(), digest.data());
  return digest;
}

}  // namespace rulemap::ids
