#include "run/private_indicator.h"

#include "rulemap/sdk/value.h"
#include "rulemap/text/address.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/refang.h"
#include "rulemap/text/url.h"

namespace rulemap::engine {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Hashes, names and CVE ids need not be taken apart to know it.
bool may_hold_address(std::string_view value) {
  if (value.empty()) return false;
  if (value.find_first_of(":/") != std::string_view::npos) return true;
  return value.find('.') != std::string_view::npos && !is_letter(value.back());
}

bool is_private(std::string_view value) {
  // URLs may be longer than classify() reads.
  if (value.find("://") != std::string_view::npos) {
    const auto parts = ioc::split_url(value);
    if (!parts.ok() || !parts->host_is_ip) return false;
    const auto address = ioc::parse_address(parts->host);
    return address.ok() && ioc::is_private(*address);
  }
  const auto indicator = ioc::classify(value);
  return indicator.ok() && indicator->is_private;
}

}  // namespace

bool is_private_indicator(std::string_view value) {
  return may_hold_address(value) && (is_private(value) || is_private(ioc::refang(value)));
}

void mark_private(host::Record& record, const HostSlots& slots) {
  const std::string_view value = record.text(slots.value);
  if (value.empty() || record.cell(slots.is_private).as.integer != 0) return;
  record.set(slots.is_private, Value(is_private_indicator(value)).cell());
}

}  // namespace rulemap::engine
