#include "contract/misp/recordings_testing.h"

#include <fstream>
#include <set>
#include <sstream>

namespace rulemap::simulated {
namespace {

const std::string kFolder = RULEMAP_SHARED_DATA "/misp-http/";

void add_shape(const Json& json, const std::string& path, std::set<std::string>& to) {
  if (json.IsObject()) {
    for (const auto& each : json.GetObject())
      add_shape(each.value,
                path.empty() ? each.name.GetString() : path + "." + each.name.GetString(), to);
  } else if (json.IsArray()) {
    to.insert(path + "[]");
    for (const Json& each : json.GetArray()) add_shape(each, path + "[]", to);
  } else {
    to.insert(path);
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
  parse_json(all.str(), out.all);
  return out;
}

std::vector<std::string> shape_of(const Json& json) {
  std::set<std::string> out;
  add_shape(json, "", out);
  return {out.begin(), out.end()};
}

}  // namespace rulemap::simulated
