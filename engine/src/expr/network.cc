#include "network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

namespace rulemap::expr {
namespace {

constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int kMappedBits = 96;

uint8_t mask_of(int prefix, int byte) {
  const int bits = std::clamp(prefix - 8 * byte, 0, 8);
  return static_cast<uint8_t>(0xFF << (8 - bits));
}

Address masked(Address address, int prefix) {
  for (int i = 0; i < 16; ++i) address.bytes[i] &= mask_of(prefix, i);
  return address;
}

std::string to_text(const Address& address, bool as_v4) {
  char buffer[INET6_ADDRSTRLEN];
  const uint8_t* bytes = address.bytes.data() + (as_v4 ? kMapped.size() : 0);
  inet_ntop(as_v4 ? AF_INET : AF_INET6, bytes, buffer, sizeof buffer);
  return buffer;
}

}  // namespace

bool Address::is_v4() const { return std::equal(kMapped.begin(), kMapped.end(), bytes.begin()); }

std::optional<Address> parse_address(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof buffer || text.find('\0') != text.npos) return std::nullopt;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  Address address;
  if (inet_pton(AF_INET6, buffer, address.bytes.data()) == 1) return address;
  std::copy(kMapped.begin(), kMapped.end(), address.bytes.begin());
  if (inet_pton(AF_INET, buffer, address.bytes.data() + kMapped.size()) == 1) return address;
  return std::nullopt;
}

bool Network::contains(const Address& address) const {
  if (address.is_v4() != base.is_v4()) return false;
  return masked(address, prefix).bytes == base.bytes;
}

Result<Network> parse_network(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string_view host = text.substr(0, slash);
  const auto address = parse_address(host);
  if (!address) return Error{"is no address range", "10.0.0.0/8"};
  const bool dotted = host.find(':') == host.npos;
  const std::string single = std::string(host) + (dotted ? "/32" : "/128");
  if (slash == text.npos) return Error{"is an address without a prefix length", single};

  const std::string_view digits = text.substr(slash + 1);
  int bits = -1;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const bool whole = failed == std::errc() && end == digits.data() + digits.size();
  if (!whole || bits < 0 || bits > (dotted ? 32 : 128)) {
    return Error{"has a prefix length that is no number of bits", single};
  }
  const Network network{*address, bits + (dotted ? kMappedBits : 0)};
  const Address base = masked(*address, network.prefix);
  if (base.bytes != address->bytes) {
    return Error{"has bits set outside its prefix",
                 to_text(base, dotted) + "/" + std::string(digits)};
  }
  return network;
}

}  // namespace rulemap::expr
