#include "source/attribute_types.h"

#include <algorithm>
#include <iterator>

#include "rulemap/text/refang.h"

namespace rulemap::misp {
namespace {

enum class Layout { whole, behind_name, with_port, two };

constexpr std::string_view kHashes = "md5 sha1 sha256 sha512";
constexpr std::string_view kAddresses = "ipv4 ipv6 cidr";
constexpr std::string_view kHosts = "domain ipv4 ipv6";

struct AttributeType {
  std::string_view name;
  std::string_view kinds;  // of indicator that it may hold
  Layout layout = Layout::whole;
};
constexpr AttributeType kTypes[] = {
    {"md5", "md5"},
    {"sha1", "sha1"},
    {"sha256", "sha256"},
    {"sha512", "sha512"},
    {"filename|md5", "md5", Layout::behind_name},
    {"filename|sha1", "sha1", Layout::behind_name},
    {"filename|sha256", "sha256", Layout::behind_name},
    {"filename|sha512", "sha512", Layout::behind_name},
    {"malware-sample", kHashes, Layout::behind_name},
    {"domain", "domain"},
    {"hostname", kHosts},
    {"hostname|port", kHosts, Layout::with_port},
    {"domain|ip", kHosts, Layout::two},
    {"ip-src", kAddresses},
    {"ip-dst", kAddresses},
    {"ip-src|port", kAddresses, Layout::with_port},
    {"ip-dst|port", kAddresses, Layout::with_port},
    {"url", "url"},
    {"email", "email"},
    {"email-src", "email"},
    {"email-dst", "email"},
    {"vulnerability", "cve"},
};

const AttributeType* find_type(std::string_view name) {
  const auto found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [&](const AttributeType& each) { return each.name == name; });
  return found == std::end(kTypes) ? nullptr : found;
}

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

std::string with_port(std::string_view host, std::string_view port) {
  const bool is_v6 = host.find(':') != std::string_view::npos;
  std::string out = is_v6 ? "[" + std::string(host) + "]" : std::string(host);
  return (out += ":").append(port);
}

// A file's name may hold a bar itself: the last one counts there.
std::vector<std::string> tokens_of(const AttributeType& type, std::string_view value) {
  const std::size_t bar = type.layout == Layout::behind_name ? value.rfind('|') : value.find('|');
  if (type.layout == Layout::whole || bar == std::string_view::npos) return {std::string(value)};
  const std::string_view before = value.substr(0, bar), behind = value.substr(bar + 1);
  if (type.layout == Layout::behind_name) return {std::string(behind)};
  if (type.layout == Layout::with_port) return {with_port(before, behind)};
  return {std::string(before), std::string(behind)};
}

Result<ioc::Indicator> indicator_of(const AttributeType& type, const std::string& token) {
  auto found = ioc::classify(ioc::refang(token));
  if (!found.ok()) return found.error();
  const std::string_view kind = ioc::to_string(found->type);
  if (has_word(type.kinds, kind)) return found;
  return Error{"the attribute is of type " + std::string(type.name) +
               ", and its value is of type " + std::string(kind)};
}

}  // namespace

std::string indicator_types() {
  std::string out;
  for (const AttributeType& each : kTypes) (out += out.empty() ? "" : ", ") += each.name;
  return out;
}

bool is_indicator_type(std::string_view type) { return find_type(type) != nullptr; }

std::vector<Result<ioc::Indicator>> indicators_of(std::string_view type, std::string_view value) {
  std::vector<Result<ioc::Indicator>> out;
  const AttributeType* of = find_type(type);
  if (!of) return out;
  for (const std::string& each : tokens_of(*of, value)) out.push_back(indicator_of(*of, each));
  return out;
}

}  // namespace rulemap::misp
