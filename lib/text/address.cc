#include "rulemap/text/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "ascii.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::ioc {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

struct Block {
  Bytes base;
  unsigned prefix;
};

constexpr Block kPrivateV4[] = {
    {{0}, 8},              // this network
    {{10}, 8},             // RFC 1918
    {{100, 64}, 10},       // shared by carriers, RFC 6598
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local
    {{172, 16}, 12},       // RFC 1918
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation, RFC 5737
    {{192, 168}, 16},      // RFC 1918
    {{198, 18}, 15},       // benchmarking, RFC 2544
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, broadcast
};

constexpr Block kPrivateV6[] = {
    {{}, 127},                       // unspecified and loopback
    {{0x01, 0x00}, 64},              // discard only, RFC 6666
    {{0x20, 0x01, 0x0D, 0xB8}, 32},  // documentation, RFC 3849
    {{0x3F, 0xFF, 0x00}, 20},        // documentation, RFC 9637
    {{0xFC}, 7},                     // unique local
    {{0xFE, 0x80}, 10},              // link-local
    {{0xFE, 0xC0}, 10},              // site-local, deprecated
    {{0xFF}, 8},                     // multicast
};

constexpr Block kMappedV4 = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96};

unsigned width(const Address& address) { return address.is_v6 ? 128 : 32; }

// `bytes` with every bit behind `prefix` cleared.
Bytes masked(Bytes bytes, unsigned prefix) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::clamp(prefix, i * 8, i * 8 + 8) - i * 8;
    bytes[i] = static_cast<std::uint8_t>(bytes[i] & (0xFF00U >> kept));
  }
  return bytes;
}

bool lies_in(const Network& network, const Block& block) {
  return network.prefix >= block.prefix && masked(network.base.bytes, block.prefix) == block.base;
}

std::optional<std::uint8_t> octet(std::string_view text) {
  unsigned value = 256;
  const bool leading_zero = text.size() > 1 && text[0] == '0';
  if (text.empty() || text.size() > 3 || leading_zero || !all(text, is_digit)) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  if (value > 255) return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

Error no_address(std::string_view text) {
  return {utf8::shown(text) + " is not an IPv6 address such as 2606:2800:21f::1"};
}

}  // namespace

std::string Address::text() const {
  char buffer[INET6_ADDRSTRLEN];
  const char* text = inet_ntop(is_v6 ? AF_INET6 : AF_INET, bytes.data(), buffer, sizeof buffer);
  return text == nullptr ? std::string() : text;
}

std::string Network::text() const { return base.text() + "/" + std::to_string(prefix); }

bool Network::contains(const Address& address) const {
  return address.is_v6 == base.is_v6 && masked(address.bytes, prefix) == base.bytes;
}

Result<Address> parse_ipv4(std::string_view text) {
  Address address;
  std::string_view rest = text;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t end = i < 3 ? rest.find('.') : rest.size();
    const auto value = octet(rest.substr(0, end));
    if (end == std::string_view::npos || !value) {
      return Error{utf8::shown(text) +
                   " is not an IPv4 address: four numbers from 0 to 255 without leading zeros"};
    }
    address.bytes[i] = *value;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return address;
}

Result<Address> parse_ipv6(std::string_view text) {
  if (text.find('%') != std::string_view::npos) {
    return Error{utf8::shown(text) + " names a zone, which means something on one machine only; " +
                 "without the part from `%` on it would be right"};
  }
  Address address;
  address.is_v6 = true;
  const bool fits = text.size() < INET6_ADDRSTRLEN && text.find('\0') == std::string_view::npos;
  if (!fits || inet_pton(AF_INET6, std::string(text).c_str(), address.bytes.data()) != 1) {
    return no_address(text);
  }
  return address;
}

Result<Address> parse_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_ipv4(text) : parse_ipv6(text);
}

Result<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  Result<Address> address = parse_address(text.substr(0, slash));
  if (!address) return address.error();
  Network network{*address, 0};
  const std::string_view prefix =
      slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  const auto number = octet(prefix);
  if (!number || *number == 0 || *number > width(*address)) {
    return Error{"a network's prefix is a number from 1 to " + std::to_string(width(*address)) +
                 ", not " + utf8::shown(prefix)};
  }
  network.prefix = *number;
  network.base.bytes = masked(address->bytes, network.prefix);
  if (network.base != *address) {
    return Error{utf8::shown(text) + " is an address inside a network; " +
                 utf8::shown(network.text()) + " would be right"};
  }
  return network;
}

bool is_private(const Address& address) { return is_private(Network{address, width(address)}); }

bool is_private(const Network& network) {
  const auto inside = [&network](const Block& block) { return lies_in(network, block); };
  if (!network.base.is_v6) {
    return std::any_of(std::begin(kPrivateV4), std::end(kPrivateV4), inside);
  }
  if (inside(kMappedV4)) {
    Network mapped{{}, network.prefix - 96};
    std::copy(network.base.bytes.begin() + 12, network.base.bytes.end(), mapped.base.bytes.begin());
    return is_private(mapped);
  }
  return std::any_of(std::begin(kPrivateV6), std::end(kPrivateV6), inside);
}

}  // namespace rulemap::ioc
