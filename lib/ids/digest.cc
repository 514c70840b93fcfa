// OpenSSL 3 calls the low-level interface outdated, see below.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "rulemap/ids/digest.h"

#include <openssl/md5.h>
#include <openssl/sha.h>

namespace rulemap::ids {
// The low-level interface cannot fail, and no provider can take SHA-1 away from it: an identity
// must not depend on how a machine's OpenSSL is configured. The one-shot SHA1() asks the providers,
// each time anew.
std::array<std::uint8_t, 20> sha1(std::string_view bytes) {
  std::array<std::uint8_t, 20> digest{};
  SHA_CTX state;
  SHA1_Init(&state);
  SHA1_Update(&state, bytes.data(), bytes.size());
  SHA1_Final(digest.data(), &state);
  return digest;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
  std::array<std::uint8_t, 32> digest{};
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, bytes.data(), bytes.size());
  SHA256_Final(digest.data(), &state);
  return digest;
}

std::string md5_hex(std::string_view bytes) {
  std::array<std::uint8_t, MD5_DIGEST_LENGTH> digest{};
  MD5_CTX state;
  MD5_Init(&state);
  MD5_Update(&state, bytes.data(), bytes.size());
  MD5_Final(digest.data(), &state);
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace rulemap::ids
