#include "contract/misp/values.h"

#include <arpa/inet.h>
#include <idn2.h>

#include <algorithm>
#include <array>
#include <map>

namespace rulemap::simulated {
namespace {

constexpr std::size_t kLongestValue = 65535;

const std::map<std::string, std::size_t, std::less<>> kHexDigits = {
    {"md5", 32},
    {"sha1", 40},
    {"sha224", 56},
    {"sha256", 64},
    {"sha384", 96},
    {"sha512", 128},
    {"imphash", 32},
    {"authentihash", 64},
    {"x509-fingerprint-md5", 32},
    {"x509-fingerprint-sha1", 40},
    {"x509-fingerprint-sha256", 64}};

Refusal value(std::string message) { return {"value", std::move(message)}; }

std::string trimmed(const std::string& text) {
  constexpr const char* kBlank = " \t\n\r\v";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char each) { return std::isxdigit(each) != 0; });
}

Refusal checksum(const std::string& expected) {
  return value("Checksum has an invalid length or format (expected: " + expected +
               "). Please double check the value or select type \"other\".");
}

std::optional<Refusal> hash(std::string& text, std::size_t digits) {
  text = folded(text);
  if (text.size() == digits && is_hex(text)) return std::nullopt;
  return checksum(std::to_string(digits) + " hexadecimal characters");
}

std::optional<Refusal> tlsh(std::string& text) {
  text = folded(text);
  const std::string_view digits = std::string_view(text).substr(text.starts_with("t1") ? 2 : 0);
  if (digits.size() >= 35 && is_hex(digits)) return std::nullopt;
  return checksum(
      "at least 35 hexadecimal characters, optionally starting with t1 instead of hexadecimal "
      "characters");
}

// The address as inet_ntop prints it, or empty.
std::string address(const std::string& text) {
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  for (const int family : {AF_INET, AF_INET6})
    if (inet_pton(family, text.c_str(), bytes.data()) == 1)
      return inet_ntop(family, bytes.data(), out.data(), out.size());
  return {};
}

std::optional<Refusal> ip(std::string& text) {
  const Refusal bad = value("IP address has an invalid format.");
  const std::size_t slash = text.find('/');
  const std::string host = address(text.substr(0, slash));
  if (host.empty()) return bad;
  if (slash == std::string::npos) return text = host, std::nullopt;
  const std::string bits = text.substr(slash + 1);
  const int most = host.find(':') == std::string::npos ? 32 : 128;
  if (!is_digits(bits) || std::stoi(bits) > most) return bad;
  text = std::stoi(bits) == most ? host : host + "/" + bits;
  return std::nullopt;
}

std::optional<Refusal> domain(std::string& text, const char* kind) {
  replace_all(text, "[.]", ".");
  char* ascii = nullptr;
  if (idn2_to_ascii_8z(text.c_str(), &ascii, IDN2_NONTRANSITIONAL) == IDN2_OK) text = ascii;
  idn2_free(ascii);
  text = folded(text);
  if (text.ends_with('.')) text.pop_back();
  const bool fine = std::all_of(text.begin(), text.end(), [](unsigned char each) {
    return std::isalnum(each) || each == '.' || each == '-' || each == '_';
  });
  const std::size_t dot = text.rfind('.');
  if (fine && dot != std::string::npos && dot > 0 && text.size() - dot > 2) return std::nullopt;
  return value(std::string(kind) +
               " has an invalid format. Please double check the value or select type \"other\".");
}

std::optional<Refusal> port(const std::string& text) {
  if (is_digits(text) && text.size() < 7 && std::stoi(text) >= 1 && std::stoi(text) <= 65535)
    return std::nullopt;
  return value("Port numbers have to be integers between 1 and 65535.");
}

// As 105 shows it: without the colon in the zone.
std::optional<Refusal> datetime(std::string& text) {
  const auto normal = seen_time(text);
  if (!normal) return value("Datetime has to be in the ISO 8601 format.");
  text = *normal;
  replace_all(text, "+00:00", "+0000");
  return std::nullopt;
}

std::optional<Refusal> one_part(std::string_view type, std::string& text) {
  if (const auto digits = kHexDigits.find(type); digits != kHexDigits.end())
    return hash(text, digits->second);
  if (type == "tlsh") return tlsh(text);
  if (type == "ip-src" || type == "ip-dst" || type == "ip") return ip(text);
  if (type == "domain") return domain(text, "Domain");
  if (type == "hostname") return domain(text, "Hostname");
  if (type == "port") return port(text);
  if (type == "datetime") return datetime(text);
  if (type == "url" || type == "link") {
    if (folded(text.substr(0, 4)) == "hxxp") text.replace(0, 4, "http");
    replace_all(text, "[.]", ".");
  }
  return std::nullopt;
}

std::optional<Refusal> parts(const std::string& type, std::string& text) {
  const std::size_t between = type.find('|');
  if (between == std::string::npos) return one_part(type, text);
  const std::size_t bar = text.find('|');
  if (bar == std::string::npos)
    return value("Composite type found but the value not in the right format.");
  std::string first = text.substr(0, bar), second = text.substr(bar + 1);
  if (auto refusal = one_part(std::string_view(type).substr(0, between), first)) return refusal;
  if (auto refusal = one_part(std::string_view(type).substr(between + 1), second)) return refusal;
  text = first + "|" + second;
  return std::nullopt;
}

std::optional<Refusal> check_times(Attribute& attribute) {
  for (auto* time : {&attribute.first_seen, &attribute.last_seen}) {
    if (time->empty()) continue;
    const auto normal = seen_time(*time);
    if (!normal)
      return Refusal{time == &attribute.first_seen ? "first_seen" : "last_seen",
                     "Invalid ISO 8601 format"};
    *time = *normal;
  }
  // Both are in one form and one zone, so that texts are in the order of times.
  if (!attribute.first_seen.empty() && !attribute.last_seen.empty() &&
      attribute.last_seen < attribute.first_seen)
    return Refusal{"last_seen", "Last seen has to be after first seen"};
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> normalise(Attribute& attribute, const ImportFilterTable& filter) {
  if (attribute.type.empty()) return Refusal{"type", "No type set."};
  const TypeRow* type = attribute_type(attribute.type);
  if (!type) return Refusal{"type", "Invalid type."};
  if (std::find(type->categories.begin(), type->categories.end(), attribute.category) ==
      type->categories.end())
    return Refusal{"type", "Options depend on the selected category."};
  if (!is_uuid(attribute.uuid)) return Refusal{"uuid", "Please provide a valid RFC 4122 UUID"};
  if (attribute.distribution < 0 || attribute.distribution > 5)
    return Refusal{"distribution",
                   "Options : Your organisation only, This community only, Connected communities, "
                   "All communities, Sharing group, Inherit event"};
  attribute.value = trimmed(attribute.value);
  if (attribute.value.empty()) return value("Value cannot be empty.");
  if (attribute.value.size() > kLongestValue) return value("The entered string is too long.");
  if (!filter.rewrite(attribute.value))
    return value("This value is blocked by a regular expression in the import filters.");
  if (auto refusal = parts(attribute.type, attribute.value)) return refusal;
  return check_times(attribute);
}

}  // namespace rulemap::simulated
