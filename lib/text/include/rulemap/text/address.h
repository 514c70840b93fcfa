// IP addresses and networks: parse strictly, print canonically, and tell which belong to nobody
// on the internet.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::ioc {

// Bytes in network order; an IPv4 address fills the first four.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v6 = false;

  // "1.2.3.4"; IPv6 as RFC 5952 writes it, without brackets.
  std::string text() const;
  friend bool operator==(const Address&, const Address&) = default;
};

// An address whose bits behind `prefix` are zero.
struct Network {
  Address base;
  unsigned prefix = 0;

  std::string text() const;  // "10.0.0.0/8"
  bool contains(const Address& address) const;
  friend bool operator==(const Network&, const Network&) = default;
};

// Four numbers from 0 to 255 without leading zeros, which some programs read as octal.
Result<Address> parse_ipv4(std::string_view text);
// Without brackets. A zone (`%eth0`) is refused: it means something on one machine only.
Result<Address> parse_ipv6(std::string_view text);
Result<Address> parse_address(std::string_view text);

// "1.2.3.0/24". Host bits are refused, naming the network that would be right; so is /0.
Result<Network> parse_network(std::string_view text);

// Not to be asked about, blocked or shared: private, loopback, link-local, shared (CGNAT),
// documentation, benchmarking, multicast, reserved. An IPv4 address mapped into IPv6 is judged as
// the IPv4 address. A network is private if all of it is.
bool is_private(const Address& address);
bool is_private(const Network& network);

}  // namespace rulemap::ioc
