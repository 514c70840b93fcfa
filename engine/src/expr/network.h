// IP addresses and ranges, as `in_net` compares them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::expr {

// An IPv4 address is held as the IPv6 address that maps it (::ffff:a.b.c.d).
struct Address {
  std::array<uint8_t, 16> bytes;

  bool is_v4() const;
};

// An address in plain text without brackets, port or zone; nothing for anything else.
std::optional<Address> parse_address(std::string_view text);

struct Network {
  Address base;
  int prefix;  // of 128 bits

  // An IPv4 address (mapped or not) is only in an IPv4 network, and the other way round.
  bool contains(const Address& address) const;
};

// ADDRESS/BITS. Fails on anything else, and where bits are set outside the prefix; the error's
// `where` holds what would be right, if that is known.
Result<Network> parse_network(std::string_view text);

}  // namespace rulemap::expr
