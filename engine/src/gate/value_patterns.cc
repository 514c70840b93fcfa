#include "gate/value_patterns.h"

#include <re2/re2.h>

#include <algorithm>

#include "rulemap/text/refang.h"
#include "rulemap/text/url.h"

namespace rulemap::engine {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool is_host_name(std::string_view text) {
  constexpr std::string_view kOf = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
  return text.find('.') != std::string_view::npos && !text.starts_with('.') &&
         text.find_first_not_of(kOf) == std::string_view::npos &&
         text.find_first_not_of("0123456789.") != std::string_view::npos;
}

// Where a value is, as far as it is anywhere: the host of a URL or an e-mail address, a domain, an
// address or a network themselves.
std::string host_of(std::string_view value) {
  if (value.find("://") != std::string_view::npos) {
    const auto parts = ioc::split_url(value);
    return parts.ok() ? parts->host : "";
  }
  const std::size_t at = value.rfind('@');
  return std::string(at == std::string_view::npos ? value : value.substr(at + 1));
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
  if (networks_.size() + regexes_.size() >= kMostCompared) {
    return Error{"there are more than " + std::to_string(kMostCompared) +
                 " networks and regexes: each value is held against every one of them"};
  }
  std::string plain = lower(written);
  if (plain.starts_with("*.")) plain.erase(0, 2);  // as it is often written
  if (plain.size() > 2 && plain.front() == '/' && plain.back() == '/') {
    const auto added = add_regex(written);
    if (!added.ok()) return added;
  } else if (const std::size_t slash = plain.find('/');
             slash != std::string::npos && ioc::parse_address(plain.substr(0, slash)).ok()) {
    const auto network = ioc::parse_network(plain);
    if (!network.ok()) return Error{network.error().message};
    networks_.push_back({*network, std::string(written)});
  } else {
    (is_host_name(plain) ? domains_ : values_).emplace(plain, written);
  }
  ++size_;
  return {};
}

Result<void> ValuePatterns::add_regex(std::string_view written) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
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
  if (const auto found = values_.find(plain); found != values_.end()) return &found->second;
  const std::string host = host_of(plain);
  if (const std::string* found = find_domain(host)) return found;
  if (const std::string* found = find_network(host)) return found;
  for (const RegexEntry& each : regexes_) {
    const re2::StringPiece text(value.data(), value.size());
    if (re2::RE2::PartialMatch(text, *each.regex)) return &each.written;
  }
  return nullptr;
}

// The host itself, then what it lies below.
const std::string* ValuePatterns::find_domain(std::string_view host) const {
  if (domains_.empty()) return nullptr;
  while (true) {
    const auto found = domains_.find(std::string(host));
    if (found != domains_.end()) return &found->second;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) return nullptr;
    host.remove_prefix(dot + 1);
  }
}

const std::string* ValuePatterns::find_network(std::string_view host) const {
  if (networks_.empty()) return nullptr;
  const auto network = ioc::parse_network(host);
  const auto address =
      network.ok() ? Result<ioc::Address>(network->base) : ioc::parse_address(host);
  if (!address.ok()) return nullptr;
  for (const NetworkEntry& each : networks_) {
    const bool is_inside = !network.ok() || network->prefix >= each.network.prefix;
    if (is_inside && each.network.contains(*address)) return &each.written;
  }
  return nullptr;
}

}  // namespace rulemap::engine
