#include "meaning.h"

#include <algorithm>
#include <iterator>

#include "rulemap/ids/attack.h"
#include "rulemap/ids/cve.h"
#include "rulemap/ids/family.h"

namespace rulemap::suricata {
namespace {

enum class Means { attack, family, cve, severity };

struct Key {
  std::string_view name;
  Means means;
};

// docs/detection-rules.md says who writes which.
constexpr Key kKeys[] = {
    {"mitre_technique_id", Means::attack},
    {"mitre_technique_ids", Means::attack},
    {"mitre_subtechnique_id", Means::attack},
    {"mitre_technique", Means::attack},
    {"mitre_tactic_id", Means::attack},
    {"mitre_tactic", Means::attack},
    {"mitre_attack", Means::attack},
    {"mitre_attack_id", Means::attack},
    {"mitre_attack_technique", Means::attack},
    {"mitre_attack_tactic", Means::attack},
    {"mitre_att", Means::attack},
    {"mitre", Means::attack},
    {"attack_technique", Means::attack},
    {"attack_id", Means::attack},
    {"malware_family", Means::family},
    {"malware", Means::family},
    {"cve", Means::cve},
    {"signature_severity", Means::severity},
    {"severity", Means::severity},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

void add_cve(std::string_view text, std::vector<std::string>& to) {
  const auto cve = ids::cve_of(text);
  if (cve && std::find(to.begin(), to.end(), *cve) == to.end()) to.push_back(*cve);
}

void take(Means means, const std::string& value, ids::FoundIds& found, Rule& rule) {
  switch (means) {
    case Means::attack:
      return ids::find_ids(value, found);
    case Means::family:
      return ids::add_families(value, rule.families);
    case Means::cve:
      return add_cve(value, rule.cves);
    case Means::severity:
      if (rule.severity.empty()) rule.severity = value;
  }
}

}  // namespace

void find_meaning(Rule& rule) {
  ids::FoundIds found;
  for (const auto& [name, value] : rule.metadata) {
    const std::string key = lower(name);
    const auto known = std::find_if(std::begin(kKeys), std::end(kKeys),
                                    [&](const Key& each) { return each.name == key; });
    if (known != std::end(kKeys)) take(known->means, value, found, rule);
  }
  for (const Reference& each : rule.references) {
    if (each.system == "cve") add_cve(each.value, rule.cves);
    // Rules of Talos name ATT&CK by its pages.
    if (each.url.find("//attack.mitre.org/") != std::string::npos) ids::find_ids(each.url, found);
  }
  rule.techniques = std::move(found.techniques);
  rule.tactics = std::move(found.tactics);
  rule.software = std::move(found.software);
  rule.groups = std::move(found.groups);
}

}  // namespace rulemap::suricata
