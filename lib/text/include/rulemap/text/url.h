// URLs: split into parts by libcurl's parser, and the one form in which rulemap writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap::ioc {

// The parts of a URL, still percent-encoded as written.
struct UrlParts {
  // The whole: scheme and host in canonical form, an empty port left out, all else as written.
  std::string text;
  std::string scheme;  // http, https or ftp
  std::string user;
  std::string password;
  std::string host;  // as normal_domain() or Address::text() writes it; no brackets
  std::optional<std::uint16_t> port;  // only where written, a default one too
  std::string path;                   // with its first slash; empty where none is written
  std::string query;                  // without the question mark
  std::string fragment;               // without the hash sign
  bool host_is_ip = false;
};

// Refused: other schemes, hosts that are neither a domain nor an address, odd spellings of an
// address (`0x7f.1`, `010.1.1.1`), ports outside 1 to 65535, a backslash before the host, blanks,
// more than 64 KiB.
Result<UrlParts> split_url(std::string_view url);

}  // namespace rulemap::ioc
