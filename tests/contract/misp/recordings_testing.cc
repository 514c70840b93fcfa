#include "contract/misp/recordings_testing.h"

#include <fstream>
#include <set>
#include <sstream>

namespace rulemap::simulated {
namespace {

const std::string kFolder = RULEMAP_SHARED_DATA "/misp-http/";

void add_names(const Json& json, const std::string& before, int depth, std::set<std::string>& to) {
  if (!json.IsObject() || depth == 0) return;
  for (const auto& each : json.GetObject()) {
    const std::string name = before + each.name.GetString();
    to.insert(name);
    add_names(each.value, name + ".", depth - 1, to);
  }
}

}  // namespace

std::vector<std::string> recorded_names() {
  std::ifstream in(kFolder + "INDEX.tsv");
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);)
    if (!line.starts_with("name\t")) out.push_back(line.substr(0, line.find('\t')));
  return out;
}

Recorded recorded(const std::string& name) {
  std::ifstream in(kFolder + name + ".json", std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  Recorded out{name, {}};
  if (!parse_json(all.str(), out.all)) out.all.SetNull();
  return out;
}

std::set<std::string> names_in(const Json& json, int depth) {
  std::set<std::string> out;
  add_names(json, "", depth, out);
  return out;
}

}  // namespace rulemap::simulated
