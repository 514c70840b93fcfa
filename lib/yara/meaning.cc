#include "meaning.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "rulemap/ids/attack.h"
#include "rulemap/ids/cve.h"
#include "rulemap/ids/family.h"

namespace rulemap::yara {
namespace {

enum class Means { description, author, licence, date, reference, attack, family, threat, cve };

struct Key {
  std::string_view name;
  Means means;
};

// docs/detection-rules.md says who writes which.
constexpr Key kKeys[] = {
    {"description", Means::description},
    {"desc", Means::description},
    {"author", Means::author},
    {"authors", Means::author},
    {"license", Means::licence},
    {"licence", Means::licence},
    {"yarahub_license", Means::licence},
    {"malpedia_license", Means::licence},
    {"date", Means::date},
    {"creation_date", Means::date},
    {"created", Means::date},
    {"reference", Means::reference},
    {"references", Means::reference},
    {"ref", Means::reference},
    {"url", Means::reference},
    {"link", Means::reference},
    {"report", Means::reference},
    {"yarahub_reference_link", Means::reference},
    {"malpedia_reference", Means::reference},
    {"mitre", Means::attack},
    {"mitre_att", Means::attack},
    {"mitre_att_technique", Means::attack},
    {"mitre_att_tactic", Means::attack},
    {"mitre_attack", Means::attack},
    {"mitre_attack_id", Means::attack},
    {"mitre_attack_technique", Means::attack},
    {"mitre_attack_tactic", Means::attack},
    {"mitre_id", Means::attack},
    {"mitre_technique", Means::attack},
    {"mitre_technique_id", Means::attack},
    {"mitre_tactic", Means::attack},
    {"mitre_tactic_id", Means::attack},
    {"attack", Means::attack},
    {"attack_id", Means::attack},
    {"attack_technique", Means::attack},
    {"attack_tactic", Means::attack},
    {"technique", Means::attack},
    {"techniques", Means::attack},
    {"technique_id", Means::attack},
    {"tech", Means::attack},
    {"ttp", Means::attack},
    {"ttps", Means::attack},
    {"family", Means::family},
    {"malware", Means::family},
    {"malware_family", Means::family},
    {"malware_name", Means::family},
    {"malpedia_family", Means::family},
    {"threat_name", Means::threat},
    {"cve", Means::cve},
    {"cves", Means::cve},
    {"vulnerability", Means::cve},
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

void add_once(std::vector<std::string>& to, std::string value) {
  if (!value.empty() && std::find(to.begin(), to.end(), value) == to.end()) {
    to.push_back(std::move(value));
  }
}

void add_cves(std::string_view text, std::vector<std::string>& to) {
  constexpr std::string_view kBetween = ", ;\t";
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    add_once(to, ids::cve_of(text.substr(0, end)).value_or(""));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void put_first(std::string& to, std::string value) {
  if (to.empty()) to = std::move(value);
}

void take(Means means, std::string value, ids::FoundIds& found, Rule& rule) {
  switch (means) {
    case Means::description:
      return put_first(rule.description, std::move(value));
    case Means::author:
      if (!rule.author.empty() && !value.empty()) rule.author += ", ";
      rule.author += value;
      return;
    case Means::licence:
      return put_first(rule.licence, std::move(value));
    case Means::date:
      return put_first(rule.date, std::move(value));
    case Means::reference:
      return add_once(rule.references, std::move(value));
    case Means::attack:
      return ids::find_ids(value, found);
    case Means::family:
      return ids::add_families(value, rule.families);
    case Means::threat:
      return ids::add_families(ids::family_of_threat(value), rule.families);
    case Means::cve:
      return add_cves(value, rule.cves);
  }
}

}  // namespace

void find_meaning(Rule& rule) {
  ids::FoundIds found;
  for (const Meta& each : rule.meta) {
    const std::string key = lower(each.name);
    const auto known = std::find_if(std::begin(kKeys), std::end(kKeys),
                                    [&](const Key& one) { return one.name == key; });
    if (known != std::end(kKeys)) take(known->means, each.text(), found, rule);
  }
  rule.techniques = std::move(found.techniques);
  rule.tactics = std::move(found.tactics);
  rule.software = std::move(found.software);
  rule.groups = std::move(found.groups);
}

}  // namespace rulemap::yara
