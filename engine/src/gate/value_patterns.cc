#include "gate/value_patterns.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "rulemap/text/domain.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"
#include "rulemap/text/url.h"

namespace rulemap::engine {

std::string_view authority_of(std::string_view url) {
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return {};
  url.remove_prefix(begin + 3);
  return url.substr(0, url.find_first_of("/?#\\"));
}

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

// A name of a host that need not be one of the internet: own networks have their own endings.
bool is_host_name(std::string_view text) {
  constexpr std::string_view kOf = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  return text.find('.') != std::string_view::npos && !text.starts_with('.') &&
         text.find("..") == std::string_view::npos &&
         text.find_first_not_of(kOf) == std::string_view::npos &&
         text.find_first_not_of("0123456789.-") != std::string_view::npos;
}

// Of a URL that is none on the internet: https://x.corp.internal:8443/a.
std::string rough_host_of(std::string_view url) {
  std::string_view host = authority_of(url);
  host.remove_prefix(host.rfind('@') + 1);  // npos + 1 is 0
  return std::string(host.substr(0, host.find(':')));
}

// Where a value is, as far as it is anywhere: the host of a URL or an e-mail address, a domain, an
// address or a network themselves.
std::string host_of(std::string_view value) {
  if (value.find("://") != std::string_view::npos) {
    const auto parts = ioc::split_url(value);
    return parts.ok() ? parts->host : rough_host_of(value);
  }
  const std::size_t at = value.rfind('@');
  return std::string(at == std::string_view::npos ? value : value.substr(at + 1));
}

// Nothing behind the host is the same as a slash.
std::string url_key(const ioc::UrlParts& parts) {
  const bool is_bare = parts.path.empty() && parts.query.empty() && parts.fragment.empty();
  return lower(parts.text) + (is_bare ? "/" : "");
}

std::string value_key(const std::string& plain) {
  if (plain.find("://") == std::string::npos) return plain;
  const auto parts = ioc::split_url(plain);
  return parts.ok() ? url_key(*parts) : plain;
}

// The IPv4 address that an IPv6 address stands for: ::ffff:a.b.c.d, 2002:ABCD::, 64:ff9b::a.b.c.d.
std::optional<ioc::Address> ipv4_in(const ioc::Address& address) {
  constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  constexpr std::uint8_t kTranslated[12] = {0, 0x64, 0xff, 0x9b};
  const auto from = [&](std::size_t at) {
    ioc::Address out;
    std::copy_n(address.bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, out.bytes.begin());
    return out;
  };
  if (!address.is_v6) return std::nullopt;
  for (const auto& prefix : {kMapped, kTranslated}) {
    if (std::equal(prefix, prefix + 12, address.bytes.begin())) return from(12);
  }
  if (address.bytes[0] == 0x20 && address.bytes[1] == 0x02) return from(2);
  return std::nullopt;
}

Error is_nothing(std::string_view written) {
  return {"`" + std::string(written) +
          "` is no domain, address, network (10.0.0.0/8), hash, URL, e-mail address or /regex/, so "
          "it would hold nothing"};
}

}  // namespace

ValuePatterns::ValuePatterns() = default;
ValuePatterns::~ValuePatterns() = default;
ValuePatterns::ValuePatterns(ValuePatterns&&) noexcept = default;
ValuePatterns& ValuePatterns::operator=(ValuePatterns&&) noexcept = default;

Result<void> ValuePatterns::add(std::string_view written) {
  if (written.empty()) return Error{"an entry is empty"};
  if (size_ >= kMost) {
    return Error{"there are more than " + std::to_string(kMost) + " entries"};
  }
  const auto added = written.front() == '/' ? add_regex(written) : add_value(written);
  size_ += added.ok();
  return added;
}

// As the indicators are read that it is held against.
Result<void> ValuePatterns::add_value(std::string_view written) {
  std::string plain = lower(ioc::refang(written));
  if (plain.starts_with("*.")) plain.erase(0, 1);
  if (plain.starts_with('.')) plain.erase(0, 1);
  if (plain.ends_with('.')) plain.pop_back();
  const std::size_t slash = plain.find('/');
  if (slash != std::string::npos && ioc::parse_address(plain.substr(0, slash)).ok()) {
    const auto network = ioc::parse_network(plain);
    if (!network.ok()) return Error{network.error().message};
    if (!has_room()) return too_many();
    networks_.push_back({*network, std::string(written)});
    return {};
  }
  if (const auto address = ioc::parse_address(plain); address.ok()) {
    hosts_.emplace(address->text(), written);
    return {};
  }
  if (plain.find("://") != std::string::npos) {
    const auto parts = ioc::split_url(plain);
    if (!parts.ok()) return Error{"`" + std::string(written) + "`: " + parts.error().message};
    values_.emplace(url_key(*parts), written);
    return {};
  }
  if (const auto domain = ioc::normal_domain(plain); domain.ok() || is_host_name(plain)) {
    hosts_.emplace(domain.ok() ? *domain : plain, written);
    return {};
  }
  const auto indicator = ioc::classify(plain);
  // What has a port or a path beside a host would be read as the whole of it.
  if (!indicator.ok() || indicator->port || slash != std::string::npos) return is_nothing(written);
  values_.emplace(lower(indicator->value), written);
  return {};
}

bool ValuePatterns::has_room() const { return networks_.size() + regexes_.size() < kMostCompared; }

Error ValuePatterns::too_many() {
  return {"there are more than " + std::to_string(kMostCompared) +
          " networks and regexes: each value is held against every one of them"};
}

Result<void> ValuePatterns::add_regex(std::string_view written) {
  if (written.size() < 3 || written.back() != '/') {
    return Error{"`" + std::string(written) + "`: a regex stands between two slashes, as /^dev-/"};
  }
  if (!has_room()) return too_many();
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  options.set_case_sensitive(false);  // values are lower case where case means nothing
  const std::string_view pattern = written.substr(1, written.size() - 2);
  auto regex =
      std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!regex->ok()) return Error{"`" + std::string(written) + "`: " + regex->error()};
  regexes_.push_back({std::move(regex), std::string(written)});
  return {};
}

const std::string* ValuePatterns::find(std::string_view value) const {
  if (empty()) return nullptr;
  const std::string plain = lower(ioc::refang(value));
  if (const auto found = values_.find(value_key(plain)); found != values_.end()) {
    return &found->second;
  }
  const std::string host = host_of(plain);
  if (const std::string* found = find_host(host)) return found;
  if (const std::string* found = find_network(host)) return found;
  for (const RegexEntry& each : regexes_) {
    for (const std::string_view text : {value, std::string_view(host)}) {
      if (re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *each.regex)) {
        return &each.written;
      }
    }
  }
  return nullptr;
}

// The host itself, then what it lies below.
const std::string* ValuePatterns::find_host(std::string_view host) const {
  if (hosts_.empty()) return nullptr;
  while (true) {
    const auto found = hosts_.find(std::string(host));
    if (found != hosts_.end()) return &found->second;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) return nullptr;
    host.remove_prefix(dot + 1);
  }
}

const std::string* ValuePatterns::find_network(std::string_view host) const {
  if (const auto address = ioc::parse_address(host); address.ok()) {
    if (const std::string* found = find_address(*address)) return found;
    const auto inner = ipv4_in(*address);
    return inner ? find_address(*inner) : nullptr;
  }
  const auto network = ioc::parse_network(host);
  if (!network.ok()) return nullptr;
  for (const NetworkEntry& each : networks_) {
    const bool is_inside = network->prefix >= each.network.prefix;
    if (is_inside && each.network.contains(network->base)) return &each.written;
  }
  return nullptr;
}

const std::string* ValuePatterns::find_address(const ioc::Address& address) const {
  if (const auto found = hosts_.find(address.text()); found != hosts_.end()) return &found->second;
  for (const NetworkEntry& each : networks_) {
    if (each.network.contains(address)) return &each.written;
  }
  return nullptr;
}

}  // namespace rulemap::engine
