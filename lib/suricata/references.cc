#include "references.h"

#include <algorithm>
#include <iterator>

#include "rule_scan.h"
#include "rulemap/ids/cve.h"

namespace rulemap::suricata {
namespace {

// What the reference.config of both engines names, where the site still answers; hashes open as
// files of VirusTotal, since the site that both name is gone.
struct System {
  std::string_view name;
  std::string_view prefix;
};
constexpr System kSystems[] = {
    {"arachnids", ""},  // the site is gone
    {"bid", "https://www.securityfocus.com/bid/"},
    {"bugtraq", "https://www.securityfocus.com/bid/"},
    {"cert", "https://www.kb.cert.org/vuls/id/"},
    {"cve", "https://nvd.nist.gov/vuln/detail/"},
    {"et", "https://doc.emergingthreats.net/"},
    {"etpro", "https://doc.emergingthreatspro.com/"},
    {"exploitdb", "https://www.exploit-db.com/exploits/"},
    {"md5", "https://www.virustotal.com/gui/file/"},
    {"msb", "https://learn.microsoft.com/security-updates/securitybulletins/"},
    {"nessus", "https://www.tenable.com/plugins/nessus/"},
    {"sha1", "https://www.virustotal.com/gui/file/"},
    {"sha256", "https://www.virustotal.com/gui/file/"},
    {"url", "https://"},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// A URL has no blank, no control character and no quotes.
bool fits_in_url(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return (c >= 0 && c <= ' ') || c == 0x7f || c == '"' || c == '<' || c == '>';
  });
}

std::string url_of(const Reference& reference) {
  const std::string& value = reference.value;
  const auto found =
      std::find_if(std::begin(kSystems), std::end(kSystems),
                   [&](const System& each) { return each.name == reference.system; });
  if (found == std::end(kSystems) || found->prefix.empty() || !fits_in_url(value)) return {};
  if (reference.system == "cve") {
    const auto cve = ids::cve_of(value);
    return cve ? std::string(found->prefix) + *cve : std::string();
  }
  const std::string head = lower(value.substr(0, 8));
  if (head.starts_with("http://") || head.starts_with("https://")) return value;
  return std::string(found->prefix) + value;
}

}  // namespace

Reference reference_of(std::string_view value) {
  const std::size_t comma = std::min(value.find(','), value.size());
  Reference out{.system = lower(trimmed(value.substr(0, comma)))};
  if (comma < value.size()) out.value = plain(value.substr(comma + 1));
  out.url = url_of(out);
  return out;
}

}  // namespace rulemap::suricata
