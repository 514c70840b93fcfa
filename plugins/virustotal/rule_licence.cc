#include "rule_licence.h"

#include <algorithm>
#include <iterator>

#include "plain_text.h"

namespace rulemap::virustotal {
namespace {

constexpr KnownLicence kLicences[] = {
    {"Apache-2.0", true},
    {"BSD-2-Clause", true},
    {"BSD-3-Clause", true},
    {"CC0-1.0", true},
    {"CC-BY-4.0", true},
    {"CC-BY-SA-4.0", true},
    {"DRL-1.0", true},
    {"DRL-1.1", true},
    {"GPL-2.0-only", true},
    {"GPL-3.0-only", true},
    {"ISC", true},
    {"LicenseRef-DRL-1.1-STRICT", true},
    {"MIT", true},
    {"Unlicense", true},
    {"CC-BY-NC-4.0", false},
    {"CC-BY-NC-SA-4.0", false},
    {"Elastic-2.0", false},
    {"LicenseRef-Snort-Subscriber-Rules", false},
    {"LicenseRef-SSLBL-Non-Commercial", false},
};

constexpr KnownSource kSources[] = {
    {"Proofpoint Emerging Threats Open", "BSD-3-Clause"},
    {"Snort community ruleset", "GPL-2.0-only"},
    {"Snort registered user ruleset", "LicenseRef-Snort-Subscriber-Rules"},
    {"Abuse.ch SSL Blocklist", "LicenseRef-SSLBL-Non-Commercial"},
    {"https://github.com/ditekshen/detection", "BSD-2-Clause"},
    {"https://github.com/elastic/protections-artifacts", "Elastic-2.0"},
    {"https://github.com/InQuest/yara-rules", "MIT"},
    {"https://github.com/Neo23x0/signature-base", "LicenseRef-DRL-1.1-STRICT"},
    {"https://github.com/reversinglabs/reversinglabs-yara-rules", "MIT"},
};

// How rules write a licence: letters and digits alone, in lower case, without an address.
struct Spelling {
  std::string_view folded;
  std::string_view id;
};
constexpr Spelling kSpellings[] = {
    {"apache2", "Apache-2.0"},
    {"apache20", "Apache-2.0"},
    {"apachelicense20", "Apache-2.0"},
    {"bsd2clause", "BSD-2-Clause"},
    {"bsd2clauselicense", "BSD-2-Clause"},
    {"bsd3clause", "BSD-3-Clause"},
    {"bsd3clauselicense", "BSD-3-Clause"},
    {"cc0", "CC0-1.0"},
    {"cc010", "CC0-1.0"},
    {"ccby40", "CC-BY-4.0"},
    {"ccbysa40", "CC-BY-SA-4.0"},
    {"ccbync40", "CC-BY-NC-4.0"},
    {"ccbyncsa40", "CC-BY-NC-SA-4.0"},
    {"detectionrulelicense10", "DRL-1.0"},
    {"detectionrulelicense11", "DRL-1.1"},
    {"drl10", "DRL-1.0"},
    {"drl11", "DRL-1.1"},
    {"elasticlicense20", "Elastic-2.0"},
    {"elasticlicensev2", "Elastic-2.0"},
    {"elastic20", "Elastic-2.0"},
    {"gnugplv2", "GPL-2.0-only"},
    {"gnugplv3", "GPL-3.0-only"},
    {"gpl20only", "GPL-2.0-only"},
    {"gpl30only", "GPL-3.0-only"},
    {"gplv2", "GPL-2.0-only"},
    {"gplv3", "GPL-3.0-only"},
    {"isc", "ISC"},
    {"mit", "MIT"},
    {"mitlicense", "MIT"},
    {"unlicense", "Unlicense"},
};

std::string folded(std::string_view said) {
  std::string out;
  for (const char c : lower(said)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

// The address of a repository, and pages below it.
bool is_below(std::string_view address, std::string_view repository) {
  if (!lower(address).starts_with(lower(repository))) return false;
  const std::string_view rest = address.substr(repository.size());
  return rest.empty() || rest[0] == '/' || rest[0] == '#' || rest == ".git";
}

}  // namespace

std::span<const KnownLicence> known_licences() { return kLicences; }
std::span<const KnownSource> known_sources() { return kSources; }

std::string licence_of_source(std::string_view source) {
  const auto found = std::find_if(std::begin(kSources), std::end(kSources),
                                  [&](const auto& each) { return is_below(source, each.source); });
  return found == std::end(kSources) ? std::string() : std::string(found->licence);
}

std::string licence_named(std::string_view said) {
  const std::string text = line_of(said, 200);
  const std::string words = folded(text.substr(0, lower(text).find("http")));
  const auto found = std::find_if(std::begin(kSpellings), std::end(kSpellings),
                                  [&](const auto& each) { return each.folded == words; });
  return found == std::end(kSpellings) ? text : std::string(found->id);
}

bool text_may_be_kept(std::string_view licence) {
  return std::any_of(std::begin(kLicences), std::end(kLicences),
                     [&](const auto& each) { return each.id == licence && each.text_may_be_kept; });
}

}  // namespace rulemap::virustotal
