// UUIDs and the digests they are made of. Same parts, same identity: every uuid that rulemap
// writes is version 5 over parts joined by U+001F; only the installation namespace is random.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace rulemap::ids {

// 16 bytes in network order. A default Uuid is the nil one.
class Uuid {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  constexpr Uuid() = default;
  constexpr explicit Uuid(const Bytes& bytes) : bytes_(bytes) {}

  // The form 8-4-4-4-12 in hexadecimal digits of either case; nothing else, no braces, no urn.
  static std::optional<Uuid> parse(std::string_view text);

  // 36 characters, lower case.
  std::string text() const;
  const Bytes& bytes() const { return bytes_; }

  friend bool operator==(const Uuid&, const Uuid&) = default;
  friend auto operator<=>(const Uuid&, const Uuid&) = default;

 private:
  Bytes bytes_{};
};

// RFC 4122 version 5: SHA-1 over the namespace's bytes and `name`.
Uuid uuid_v5(const Uuid& name_space, std::string_view name);

// Version 4 from the system's random source. nullopt where the system has none to give.
std::optional<Uuid> uuid_v4_random();

// The parts with U+001F between them, so that ("ab", "c") and ("a", "bc") stay apart.
std::string joined(std::initializer_list<std::string_view> parts);

// SHA-256 of `bytes` as 64 hexadecimal digits in lower case.
std::string sha256_hex(std::string_view bytes);

}  // namespace rulemap::ids
