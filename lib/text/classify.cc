#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "ascii.h"
#include "rulemap/text/address.h"
#include "rulemap/text/domain.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"
#include "rulemap/text/url.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::ioc {
namespace {

constexpr std::string_view kTypeNames[] = {"md5",  "sha1",   "sha256", "sha512", "ipv4", "ipv6",
                                           "cidr", "domain", "url",    "email",  "cve"};

constexpr std::pair<std::size_t, Type> kHashes[] = {
    {32, Type::md5}, {40, Type::sha1}, {64, Type::sha256}, {128, Type::sha512}};

// Shorter runs of hexadecimal digits are words and numbers, not damaged hashes.
constexpr std::size_t kShortestDamagedHash = 28;

Result<void> check_bytes(std::string_view token) {
  if (token.empty()) return Error{"an empty token is no indicator"};
  if (token.size() > kMaxTokenBytes) {
    return Error{"the token has " + std::to_string(token.size()) + " bytes; at most " +
                 std::to_string(kMaxTokenBytes) + " are read"};
  }
  for (std::size_t at = 0; at < token.size();) {
    const utf8::Character character = utf8::decode(token.substr(at));
    if (character.length == 0) return Error{"the token is not UTF-8"};
    if (utf8::is_control(character.code)) {
      return Error{"the token holds a control character, which no indicator does"};
    }
    at += character.length;
  }
  return {};
}

Indicator indicator(Type type, std::string value) {
  Indicator made;
  made.type = type;
  made.value = std::move(value);
  return made;
}

Result<Indicator> classify_hex(std::string_view token) {
  for (const auto& [length, type] : kHashes) {
    if (token.size() == length) return indicator(type, lowered(token));
  }
  return Error{utf8::shown(token) + " has " + std::to_string(token.size()) +
               " hexadecimal digits; md5 has 32, sha1 40, sha256 64, sha512 128"};
}

Result<Indicator> classify_cve(std::string_view token) {
  const std::string_view year = token.substr(4, 4);
  const std::string_view number = token.size() > 9 ? token.substr(9) : std::string_view();
  const bool fits = year.size() == 4 && all(year, is_digit) && token.substr(8, 1) == "-" &&
                    number.size() >= 4 && number.size() <= 19 && all(number, is_digit);
  if (!fits) return Error{utf8::shown(token) + " is not a CVE id such as CVE-2021-44228"};
  return indicator(Type::cve, "CVE-" + std::string(token.substr(4)));
}

Result<Indicator> classify_url(std::string_view token) {
  Result<UrlParts> parts = split_url(token);
  if (!parts) return parts.error();
  Indicator made = indicator(Type::url, std::move(parts->text));
  if (parts->host_is_ip) {
    if (const auto address = parse_address(parts->host)) made.is_private = is_private(*address);
  }
  made.host = std::move(parts->host);
  return made;
}

Result<Indicator> with_port(Result<Indicator> host, std::string_view digits) {
  if (!host) return host;
  std::uint16_t port = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (code != std::errc() || end != digits.data() + digits.size() || port == 0) {
    return Error{"a port is a number from 1 to 65535, not " + utf8::shown(digits)};
  }
  host->port = port;
  return host;
}

Result<Indicator> classify_address(const Result<Address>& address) {
  if (!address) return address.error();
  Indicator made = indicator(address->is_v6 ? Type::ipv6 : Type::ipv4, address->text());
  made.is_private = is_private(*address);
  return made;
}

Result<Indicator> classify_network(std::string_view token) {
  const Result<Network> network = parse_network(token);
  if (!network) return network.error();
  Indicator made = indicator(Type::cidr, network->text());
  made.is_private = is_private(*network);
  return made;
}

// `[2001:db8::1]`, `[2001:db8::1]:443`
Result<Indicator> classify_bracketed(std::string_view token) {
  const std::size_t end = token.find(']');
  if (end == std::string_view::npos) return Error{utf8::shown(token) + " lacks its `]`"};
  Result<Indicator> address = classify_address(parse_ipv6(token.substr(1, end - 1)));
  const std::string_view rest = token.substr(end + 1);
  if (!address || rest.empty()) return address;
  if (rest[0] == ':') return with_port(std::move(address), rest.substr(1));
  return Error{"behind `]` stands `:port` or nothing, not " + utf8::shown(rest)};
}

Result<Indicator> classify_without_scheme(std::string_view token) {
  if (token.substr(0, token.find_first_of("/?#")).find('@') != std::string_view::npos) {
    return Error{utf8::shown(token) +
                 " is no email address; if it is a URL with a login, write its scheme"};
  }
  return classify_url("http://" + std::string(token));
}

// What begins with numbers and dots.
Result<Indicator> classify_ipv4(std::string_view token) {
  const std::size_t end = std::min(token.find_first_of(":/?#"), token.size());
  const std::string_view rest = token.substr(end);
  if (rest.empty()) return classify_address(parse_ipv4(token));
  const bool only_digits = rest.size() > 1 && all(rest.substr(1), is_digit);
  if (rest[0] == '/' && only_digits) return classify_network(token);
  if (rest[0] != ':' || rest.find_first_of("/?#") != std::string_view::npos) {
    return classify_without_scheme(token);
  }
  return with_port(classify_address(parse_ipv4(token.substr(0, end))), rest.substr(1));
}

bool is_local_part(std::string_view text) {
  const auto fits = [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view("!#$%&'*+-=^_`{|}~.").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= 64 && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos && all(text, fits);
}

Result<Indicator> classify_email(std::string_view token) {
  const std::size_t at = token.rfind('@');
  const std::string_view local = token.substr(0, at);
  if (!is_local_part(local)) {
    return Error{utf8::shown(token) + " is not an email address: " + utf8::shown(local) +
                 " cannot stand before its `@`"};
  }
  Result<std::string> domain = normal_domain(token.substr(at + 1));
  if (!domain) return domain.error();
  Indicator made = indicator(Type::email, std::string(local) + "@" + *domain);
  made.host = std::move(*domain);
  return made;
}

Result<Indicator> classify_domain(std::string_view token) {
  const std::size_t colon = std::min(token.find(':'), token.size());
  Result<std::string> domain = normal_domain(token.substr(0, colon));
  if (!domain) return domain.error();
  Indicator made = indicator(Type::domain, std::move(*domain));
  if (colon == token.size()) return made;
  return with_port(std::move(made), token.substr(colon + 1));
}

bool has_scheme(std::string_view token) {
  const std::size_t colon = token.find("://");
  return colon != std::string_view::npos && token.find_first_of("/?#") == colon + 1;
}

bool looks_like_ipv4(std::string_view token) {
  const std::string_view start = token.substr(0, token.find_first_of(":/?#"));
  return start.find('.') != std::string_view::npos &&
         all(start, [](char c) { return is_digit(c) || c == '.'; });
}

bool looks_like_ipv6(std::string_view token) {
  const std::string_view start = token.substr(0, token.find_first_of("/%"));
  return std::count(start.begin(), start.end(), ':') >= 2 &&
         all(start, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

Result<Indicator> classify_clean(std::string_view token) {
  const bool is_number = all(token, is_hex);
  if (is_number && token.size() >= kShortestDamagedHash) return classify_hex(token);
  if (equals_lower(token.substr(0, 4), "cve-")) return classify_cve(token);
  if (has_scheme(token)) return classify_url(token);
  if (token.starts_with('[')) return classify_bracketed(token);
  if (looks_like_ipv4(token)) return classify_ipv4(token);
  if (looks_like_ipv6(token)) {
    const bool network = token.find('/') != std::string_view::npos;
    return network ? classify_network(token) : classify_address(parse_ipv6(token));
  }
  if (token.find_first_of("/?#") != std::string_view::npos) return classify_without_scheme(token);
  return token.find('@') != std::string_view::npos ? classify_email(token) : classify_domain(token);
}

}  // namespace

std::string_view to_string(Type type) { return kTypeNames[static_cast<std::size_t>(type)]; }

std::optional<Type> type_from_string(std::string_view name) {
  const auto found = std::find(std::begin(kTypeNames), std::end(kTypeNames), name);
  if (found == std::end(kTypeNames)) return std::nullopt;
  return static_cast<Type>(found - std::begin(kTypeNames));
}

Result<Indicator> classify(std::string_view token) {
  if (auto bytes = check_bytes(token); !bytes) return bytes.error();
  Result<Indicator> result = classify_clean(token);
  if (result) return result;
  const std::string meant = refang(token);
  if (meant == token) return result;
  return Error{utf8::shown(token) + " is defanged; refanged it reads " + utf8::shown(meant)};
}

}  // namespace rulemap::ioc
