#include "request_path.h"

#include <cstdint>

#include "plain_text.h"
#include "rulemap/text/address.h"

namespace rulemap::virustotal {
namespace {

constexpr std::size_t kLongestValue = 8192;

std::size_t digits_of(std::string_view ioc_type) {
  if (ioc_type == "md5") return 32;
  return ioc_type == "sha1" ? 40 : 64;
}

bool is_domain(std::string_view value) {
  // "." and ".." would climb in the path.
  return value.find_first_not_of('.') != std::string_view::npos && is_word(value);
}

Error no_such(std::string_view ioc_type, std::string_view value) {
  return {"`" + line_of(value, 80) + "` is no " + std::string(ioc_type)};
}

}  // namespace

Thing thing_of(std::string_view ioc_type) {
  if (ioc_type == "md5" || ioc_type == "sha1" || ioc_type == "sha256") return Thing::file;
  if (ioc_type == "domain") return Thing::domain;
  if (ioc_type == "ipv4" || ioc_type == "ipv6") return Thing::address;
  return ioc_type == "url" ? Thing::url : Thing::none;
}

std::string_view report_kind(Thing thing) {
  constexpr std::string_view kKinds[] = {"report", "file report", "domain report", "address report",
                                         "URL report"};
  return kKinds[static_cast<int>(thing)];
}

Result<std::string> report_path(std::string_view ioc_type, std::string_view value) {
  switch (thing_of(ioc_type)) {
    case Thing::file:
      if (const auto hash = hex_of(value, digits_of(ioc_type))) return "/files/" + *hash;
      break;
    case Thing::domain:
      if (is_domain(value)) return "/domains/" + percent_encoded(value);
      break;
    case Thing::address:
      if (const auto address = ioc::parse_address(value); address.ok()) {
        return "/ip_addresses/" + percent_encoded(address->text());
      }
      break;
    case Thing::url:
      if (!value.empty() && value.size() <= kLongestValue) return "/urls/" + base64url(value);
      break;
    case Thing::none:
      break;
  }
  return no_such(ioc_type, value);
}

std::string file_path(std::string_view hash, std::string_view what) {
  return "/files/" + percent_encoded(hash) + "/" + std::string(what);
}

std::string behaviours_path(std::string_view hash, std::string_view cursor) {
  return page_path("/files/" + percent_encoded(hash), "behaviours", kMaxRuns, cursor);
}

std::string page_path(std::string_view of, std::string_view list, std::size_t limit,
                      std::string_view cursor) {
  const std::string from = cursor.empty() ? "" : "&cursor=" + percent_encoded(cursor);
  return std::string(of) + "/" + std::string(list) + "?limit=" + std::to_string(limit) + from;
}

std::string permalink(Thing thing, std::string_view id) {
  constexpr std::string_view kWords[] = {"search", "file", "domain", "ip-address", "url"};
  return "https://www.virustotal.com/gui/" + std::string(kWords[static_cast<int>(thing)]) + "/" +
         percent_encoded(id);
}

std::string base64url(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) out += kDigits[bits >> (held - 6) & 63];
  }
  if (held > 0) out += kDigits[bits << (6 - held) & 63];
  return out;
}

std::string percent_encoded(std::string_view segment) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : segment) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos)
      out += c;
    else
      (out += '%', out += kHex[byte >> 4], out += kHex[byte & 15]);
  }
  return out;
}

}  // namespace rulemap::virustotal
