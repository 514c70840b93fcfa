// 128 bits of SHA-256: small enough to keep for every record, wide enough never to collide.
#pragma once

#include <array>
#include <cstring>
#include <string_view>

#include "rulemap/ids/uuid.h"

namespace rulemap::engine {

struct KeyDigest {
  std::array<char, 16> bytes;
  friend bool operator==(const KeyDigest&, const KeyDigest&) = default;

  static KeyDigest of(std::initializer_list<std::string_view> parts) {
    KeyDigest out;
    const std::string hex = ids::sha256_hex(ids::joined(parts));
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    for (std::size_t i = 0; i < out.bytes.size(); ++i) {
      out.bytes[i] = static_cast<char>(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
    }
    return out;
  }
};

struct KeyDigestHash {
  std::size_t operator()(const KeyDigest& key) const {
    std::size_t out = 0;
    std::memcpy(&out, key.bytes.data(), sizeof out);
    return out;
  }
};

}  // namespace rulemap::engine
