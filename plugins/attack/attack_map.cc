// attack.map: amends every entry of `techniques` with the technique as ATT&CK knows it today, under
// the key "attack". What was said stays as it was said.
#include <algorithm>
#include <set>
#include <string>

#include "cluster_file.h"
#include "rulemap/ids/attack.h"
#include "rulemap/sdk/plugin.h"
#include "technique_table.h"

namespace rulemap::attack_map {
namespace {

constexpr std::size_t kMaxReported = 1000;

// "t1055.001 " -> "T1055.001". Anything long is cut: the result is a technique's id or no id at
// all.
std::string normal_id(std::string_view said) {
  constexpr std::size_t kLongest = 32;
  std::string out;
  for (char c : said.substr(0, kLongest)) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return out;
}

// The id behind a name that is written like a MISP cluster: "Multi-Stage Channels - T1104".
std::string id_in_name(std::string_view name) {
  const std::size_t dash = name.rfind(" - ");
  if (dash == std::string_view::npos) return {};
  return ids::technique_at_end(" - " + normal_id(name.substr(dash + 3))).value_or("");
}

std::string printable(std::string id) {
  std::replace_if(
      id.begin(), id.end(), [](char c) { return c < ' ' || c > '~' || c == '`'; }, '?');
  return id;
}

}  // namespace

class AttackMap final : public Step<AttackMap> {
 public:
  struct Config {
    Path data;
  };
  static constexpr Label label{.id = "attack.map",
                               .summary = "Names techniques as ATT&CK knows them today.",
                               .label = "mapper",
                               .flags = RULEMAP_FLAG_PURE};
  static constexpr auto options = rulemap::options(
      option("data", &Config::data,
             "MISP cluster file mitre-attack-pattern.json, instead of the compiled-in edition")
          .input());
  static constexpr auto reads = fields(field::list("techniques"));
  static constexpr auto writes = fields(field::list("techniques"));

  AttackMap(Config config, Host host) : config_(std::move(config)), host_(host) {}

  Result<void> start() {
    auto table = config_.data.text.empty() ? compiled_in_table()
                                           : read_cluster_file(host_, config_.data.text);
    if (!table.ok()) return table.error();
    table_ = std::move(*table);
    return {};
  }

  void process(Row row) {
    const Doc list = row.doc("techniques");
    const std::size_t count = list.is_list() ? list.size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Doc entry = list.at(i);
      if (!entry.is_object() || entry["attack"]) continue;
      if (const KnownTechnique* found = look_up(entry)) {
        model::write_attack(row.amend("techniques", i), entry_of(*found));
      }
    }
  }

 private:
  const KnownTechnique* look_up(Doc entry) {
    std::string id = normal_id(entry.text("id").value_or(""));
    if (id.empty()) id = id_in_name(entry.text("name").value_or(""));
    if (id.empty()) return nullptr;
    const KnownTechnique* found = table_.current(id);
    if (!found) report_unknown(id);
    return found;
  }

  // Once for each id, and no longer once a provider has made up too many.
  void report_unknown(const std::string& id) {
    if (reported_.size() >= kMaxReported || !reported_.insert(id).second) return;
    host_.warn("ATT&CK has no technique `" + printable(id) + "`: the entry stays as it was said");
    if (reported_.size() == kMaxReported) host_.warn("further unknown techniques are not named");
  }

  static Technique entry_of(const KnownTechnique& known) {
    return {.tactics = known.tactics,
            .current_id = known.id,
            .current_name = known.name,
            .parent = std::string(parent(known)),
            .tag = known.cluster};
  }

  Config config_;
  Host host_;
  TechniqueTable table_;
  std::set<std::string> reported_;
};

}  // namespace rulemap::attack_map

RULEMAP_PLUGIN(rulemap::attack_map::AttackMap)
