// What one token of an IOC list is: classify("1.2.3.4:8080") -> ipv4, "1.2.3.4", port 8080.
// Every token is of one type or refused with the reason; refang() it first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::ioc {

enum class Type : std::uint8_t {
  md5,
  sha1,
  sha256,
  sha512,
  ipv4,
  ipv6,
  cidr,
  domain,
  url,
  email,
  cve,
};

inline constexpr const char* kTypeWords =
    "md5|sha1|sha256|sha512|ipv4|ipv6|cidr|domain|url|email|cve";

// The enumerator's own name, and back.
std::string_view to_string(Type type);
std::optional<Type> type_from_string(std::string_view name);

struct Indicator {
  Type type = Type::domain;
  // Canonical, so that equal indicators are equal texts: hashes, hosts and schemes in lower case,
  // CVE ids in upper case, IPv6 as RFC 5952 writes it, international names as A-labels.
  std::string value;
  std::optional<std::uint16_t> port;  // written behind an address or a domain
  bool is_private = false;            // of an address, a network or a URL's host: see address.h
  std::string host;                   // of a URL or an email address
};

// Longer tokens are refused unread.
inline constexpr std::size_t kMaxTokenBytes = 8192;

// Decided in this order; what looks like a type and is none is refused, not tried as the next:
//   hexadecimal digits of a hash's length; CVE-YYYY-N; anything with `://`, a URL (url.h);
//   addresses and networks (address.h), an address with `:port` or `[v6]:port`;
//   `host/path`, which becomes a URL with `http://` before it; email; a domain, with `:port` or
//   not.
// The error's message says why the token is refused and, where that is known, what would be right.
Result<Indicator> classify(std::string_view token);

}  // namespace rulemap::ioc
