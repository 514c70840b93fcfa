// 128 bits of SHA-256: small enough to keep for every record, wide enough never to collide.
#pragma once

#include <array>
#include <compare>
#include <cstring>
#include <string_view>

#include "rulemap/ids/digest.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::engine {

struct KeyDigest {
  std::array<char, 16> bytes;
  friend auto operator<=>(const KeyDigest&, const KeyDigest&) = default;

  static KeyDigest of(std::initializer_list<std::string_view> parts) {
    KeyDigest out;
    const auto whole = ids::sha256(ids::joined(parts));
    std::memcpy(out.bytes.data(), whole.data(), out.bytes.size());
    return out;
  }
};

}  // namespace rulemap::engine
