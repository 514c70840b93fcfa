#include "gate/gate.h"

#include "gate/marking.h"
#include "rulemap/text/refang.h"

namespace rulemap::engine {
namespace {

// Who knows the URL could use them.
bool holds_credentials(std::string_view value) {
  if (value.find('@') == std::string_view::npos) return false;
  return authority_of(ioc::refang(value)).find('@') != std::string_view::npos;
}

}  // namespace

std::string held_back(const GatedRow& row, const GatePolicy& policy) {
  if (row.is_private) return "the indicator is private";
  if (row.tlp.empty()) return "no tlp is set for it";
  if (!is_within(row.tlp, policy.max_tlp, kTlpOrder)) return "its tlp is above " + policy.max_tlp;
  // Unlike the tlp it is seldom set: what has none may be acted on.
  if (!row.pap.empty() && !is_within(row.pap, policy.max_pap, kPapOrder)) {
    return "its pap is above " + policy.max_pap;
  }
  if (const std::string* entry = policy.never_send.find(row.value)) {
    return "`never_send` has " + *entry;
  }
  if (policy.sends_only && !policy.send_only.find(row.value)) return "`send_only` does not have it";
  if (holds_credentials(row.value)) return "the URL holds a user or a password";
  return "";
}

}  // namespace rulemap::engine
