// What MISP's own galaxy files say of techniques and Sigma titles, read apart from the plugins: the
// tags that an event should have.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace rulemap::e2e {

class Galaxies {
 public:
  // Reads the clusters and the titles' history below RULEMAP_SHARED_DATA.
  explicit Galaxies(const std::string& data);

  // The tag of the technique that has this id today; empty where ATT&CK never had it.
  std::string attack_tag(const std::string& id) const;
  // The tags that a rule of this title may have: of the rules that ever had it, or as unmapped.
  std::set<std::string> sigma_tags(const std::string& title) const;
  // The techniques that the rule of this title is tagged with; none where several rules had it.
  std::set<std::string> techniques_of(const std::string& title) const;

 private:
  struct Rule {
    std::string cluster;
    std::set<std::string> techniques;
  };
  std::vector<const Rule*> rules_of(const std::string& title) const;
  void read_attack(const std::string& path);
  void read_rules(const std::string& path);
  void read_titles(const std::string& path);

  std::map<std::string, std::string> attack_;            // id: cluster
  std::map<std::string, Rule> rules_;                    // by uuid
  std::map<std::string, std::set<std::string>> titles_;  // title: uuids
};

}  // namespace rulemap::e2e
