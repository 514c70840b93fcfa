#include "e2e/corpus/galaxies.h"

#include "e2e/event_file.h"
#include "e2e/json_text.h"
#include "rulemap/ids/attack.h"

namespace rulemap::e2e {
namespace {

std::string tag(const std::string& galaxy, const std::string& value) {
  return galaxy + "=\"" + value + "\"";
}

}  // namespace

Galaxies::Galaxies(const std::string& data) {
  read_attack(data + "/misp-galaxy/clusters/mitre-attack-pattern.json");
  read_rules(data + "/misp-galaxy/clusters/sigma-rules.json");
  read_titles(data + "/sigma-titles/title-to-uuids.json");
}

void Galaxies::read_attack(const std::string& path) {
  const JsonText json(read_text(path));
  std::map<std::string, Doc> by_uuid;
  for (const Doc each : json.root()["values"]) by_uuid[text_of(each, "uuid")] = each;
  const auto successor = [&](Doc of) {
    for (const Doc each : of["related"]) {
      const auto found = by_uuid.find(text_of(each, "dest-uuid"));
      if (text_of(each, "type") == "revoked-by" && found != by_uuid.end()) return found->second;
    }
    return Doc();
  };
  for (const auto& [uuid, first] : by_uuid) {
    Doc cluster = first;
    for (Doc next = successor(cluster); next; next = successor(next)) cluster = next;
    attack_[text_of(first["meta"], "external_id")] = text_of(cluster, "value");
  }
}

void Galaxies::read_rules(const std::string& path) {
  const JsonText json(read_text(path));
  for (const Doc each : json.root()["values"]) {
    Rule& rule = rules_[text_of(each, "uuid")];
    rule.cluster = text_of(each, "value");
    for (const std::string& tag : texts_of(each["meta"]["tags"])) {
      if (const auto id = ids::technique_in_tag(tag)) rule.techniques.insert(*id);
    }
  }
}

void Galaxies::read_titles(const std::string& path) {
  const JsonText json(read_text(path));
  for (const auto [title, uuids] : json.root().members()) {
    for (const std::string& each : texts_of(uuids)) titles_[std::string(title)].insert(each);
  }
}

std::string Galaxies::attack_tag(const std::string& id) const {
  const auto found = attack_.find(id);
  return found == attack_.end() ? "" : tag("misp-galaxy:mitre-attack-pattern", found->second);
}

std::vector<const Galaxies::Rule*> Galaxies::rules_of(const std::string& title) const {
  std::vector<const Rule*> out;
  const auto found = titles_.find(title);
  if (found == titles_.end()) return out;
  for (const std::string& uuid : found->second) {
    const auto rule = rules_.find(uuid);
    if (rule == rules_.end()) continue;
    if (rule->second.cluster == title) return {&rule->second};  // today's title goes first
    out.push_back(&rule->second);
  }
  return out;
}

std::set<std::string> Galaxies::sigma_tags(const std::string& title) const {
  const auto rules = rules_of(title);
  std::set<std::string> out;
  for (const Rule* each : rules) out.insert(tag("misp-galaxy:sigma-rules", each->cluster));
  // A title of several rules may stay without one.
  if (rules.size() != 1) out.insert(tag("sigma:unmapped", title));
  return out;
}

std::set<std::string> Galaxies::techniques_of(const std::string& title) const {
  const auto rules = rules_of(title);
  return rules.size() == 1 ? rules[0]->techniques : std::set<std::string>();
}

}  // namespace rulemap::e2e
