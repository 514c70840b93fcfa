#include "e2e/corpus/vt_reports.h"

#include <filesystem>
#include <map>
#include <utility>

#include "e2e/event_file.h"

namespace rulemap::e2e {
namespace {

namespace fs = std::filesystem;

using Found = std::map<std::pair<std::string, std::string>, std::string>;  // type, id: the object

bool is_report(Doc of) {
  constexpr std::string_view kTypes[] = {"file", "domain", "ip_address", "url"};
  const std::string type = text_of(of, "type");
  return of["attributes"].is_object() && !text_of(of, "id").empty() &&
         std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

void collect(Doc at, Found& out) {
  if (is_report(at)) {
    std::string& kept = out[{text_of(at, "type"), text_of(at, "id")}];
    std::string said = at.json();
    if (said.size() > kept.size()) kept = std::move(said);
  }
  for (const Doc each : at) collect(each, out);
  for (const auto [key, value] : at.members()) collect(value, out);
}

// The URL stands in the link to the report where the report is short.
std::string url_of(Doc object) {
  const std::string url = text_of(object["attributes"], "url");
  if (!url.empty()) return url;
  const Doc context = object["context_attributes"]["url"];
  return std::string(context.is_list() ? context.at(0).text().value_or("")
                                       : context.text().value_or(""));
}

std::string hash_of(Doc object, std::size_t turn) {
  constexpr const char* kHashes[] = {"sha256", "md5", "sha1"};
  const std::string hash = text_of(object["attributes"], kHashes[turn % 3]);
  return hash.empty() ? text_of(object, "id") : hash;
}

}  // namespace

std::vector<VtReport> read_vt_reports(const std::string& folder) {
  Found found;
  for (const auto& each : fs::recursive_directory_iterator(folder)) {
    if (each.path().extension() != ".json") continue;
    collect(JsonText(read_text(each.path().string())).root(), found);
  }
  std::vector<VtReport> out;
  for (const auto& [name, text] : found) {
    VtReport report{name.first, name.second, name.second, JsonText(text)};
    if (report.type == "file") report.indicator = hash_of(report.object.root(), out.size());
    if (report.type == "url") report.indicator = url_of(report.object.root());
    if (!report.indicator.empty()) out.push_back(std::move(report));
  }
  return out;
}

}  // namespace rulemap::e2e
