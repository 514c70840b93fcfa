#include "rulemap/text/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>
#include <utility>

#include "ascii.h"
#include "rulemap/text/address.h"
#include "rulemap/text/domain.h"
#include "rulemap/utf8/decode.h"

namespace rulemap::ioc {
namespace {

constexpr std::string_view kSchemes[] = {"http", "https", "ftp"};
constexpr std::size_t kLongestUrl = 64 * 1024;

// Where the pieces of a URL stand in its text: scheme "://" [login "@"] host [":" port] tail.
struct Outline {
  std::string_view scheme;
  std::string_view login;  // with its `@`
  std::string_view host;   // with the brackets of IPv6
  std::string_view port;   // with its colon
  std::string_view tail;
};

Result<Outline> outline(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) {
    return Error{utf8::shown(url) + " is not a URL: `://` is missing behind its scheme"};
  }
  Outline parts;
  parts.scheme = url.substr(0, colon);
  std::string_view rest = url.substr(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  parts.tail = rest.substr(end);
  rest = rest.substr(0, end);
  const std::size_t at = rest.rfind('@');
  if (at != std::string_view::npos) {
    parts.login = rest.substr(0, at + 1);
    rest.remove_prefix(at + 1);
  }
  const std::size_t bracket = rest.starts_with('[') ? rest.find(']') : 0;
  const std::size_t port = std::min(rest.find(':', std::min(bracket, rest.size())), rest.size());
  parts.host = rest.substr(0, port);
  parts.port = rest.substr(port);
  if (parts.host.empty()) return Error{utf8::shown(url) + " has no host behind `://`"};
  return parts;
}

Result<void> check_scheme(std::string_view scheme) {
  const bool known = std::any_of(std::begin(kSchemes), std::end(kSchemes),
                                 [&](std::string_view one) { return equals_lower(scheme, one); });
  if (known) return {};
  return Error{"URLs of http, https and ftp are read, not of " + utf8::shown(scheme)};
}

using CurlUrl = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::string part(const CurlUrl& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, curl_free);
  return text;
}

bool is_bracketed(std::string_view host) { return host.starts_with('[') && host.ends_with(']'); }

struct Host {
  std::string text;
  bool is_ip = false;
};

Result<Host> normal_host(std::string_view host) {
  if (is_bracketed(host)) {
    Result<Address> address = parse_ipv6(host.substr(1, host.size() - 2));
    if (!address) return address.error();
    return Host{address->text(), true};
  }
  if (const Result<Address> address = parse_ipv4(host)) return Host{address->text(), true};
  Result<std::string> domain = normal_domain(host);
  if (!domain) return domain.error();
  return Host{std::move(*domain), false};
}

// The host that is judged here must be the one that a client would reach. Browsers take a backslash
// for a slash, so `evil.com\@good.com` is evil.com to them and good.com to others.
Result<void> check_agreement(const Outline& written, const std::string& read) {
  const bool backslash = written.login.find('\\') != std::string_view::npos;
  const bool same = is_bracketed(written.host) || equals_lower(written.host, lowered(read));
  if (same && !backslash) return {};
  return Error{"clients disagree which host " +
               utf8::shown(std::string(written.login) + std::string(written.host)) + " names"};
}

Result<std::optional<std::uint16_t>> port_number(std::string_view written) {
  const std::string_view digits = written.substr(std::min<std::size_t>(1, written.size()));
  if (digits.empty()) return std::optional<std::uint16_t>();
  std::uint16_t value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code != std::errc() || end != digits.data() + digits.size() || value == 0) {
    return Error{"a port is a number from 1 to 65535, not " + utf8::shown(digits)};
  }
  return std::optional(value);
}

// libcurl takes a NUL for the end, and the length bounds its work.
Result<void> check_text(std::string_view url) {
  if (url.size() > kLongestUrl) return Error{"a URL of more than 65536 bytes is not read"};
  if (url.find('\0') != std::string_view::npos) return Error{"a URL holds no NUL byte"};
  return {};
}

Result<CurlUrl> parse(std::string_view url) {
  CurlUrl parsed(curl_url(), curl_url_cleanup);
  const CURLUcode code =
      curl_url_set(parsed.get(), CURLUPART_URL, std::string(url).c_str(), CURLU_PATH_AS_IS);
  if (code == CURLUE_OK) return parsed;
  return Error{utf8::shown(url) + " is not a URL: " + curl_url_strerror(code)};
}

std::string compose(const Outline& written, const UrlParts& parts) {
  std::string text = parts.scheme + "://";
  text += written.login;
  text += is_bracketed(written.host) ? "[" + parts.host + "]" : parts.host;
  if (parts.port) text += written.port;
  text += written.tail;
  return text;
}

}  // namespace

Result<UrlParts> split_url(std::string_view url) {
  if (auto text = check_text(url); !text) return text.error();
  const Result<Outline> written = outline(url);
  if (!written) return written.error();
  if (auto scheme = check_scheme(written->scheme); !scheme) return scheme.error();
  const auto port = port_number(written->port);
  if (!port) return port.error();
  Result<Host> host = normal_host(written->host);
  if (!host) return host.error();
  const Result<CurlUrl> parsed = parse(url);
  if (!parsed) return parsed.error();
  const std::string read = part(*parsed, CURLUPART_HOST);
  if (auto host_read = check_agreement(*written, read); !host_read) return host_read.error();
  UrlParts parts{.text = {},
                 .scheme = lowered(written->scheme),
                 .user = part(*parsed, CURLUPART_USER),
                 .password = part(*parsed, CURLUPART_PASSWORD),
                 .host = std::move(host->text),
                 .port = *port,
                 .path = written->tail.starts_with('/') ? part(*parsed, CURLUPART_PATH) : "",
                 .query = part(*parsed, CURLUPART_QUERY),
                 .fragment = part(*parsed, CURLUPART_FRAGMENT),
                 .host_is_ip = host->is_ip};
  parts.text = compose(*written, parts);
  return parts;
}

}  // namespace rulemap::ioc
