#include "bodies.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "rulemap/host/document.h"

namespace rulemap::bench {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& each : fs::recursive_directory_iterator(folder, none)) {
    if (each.is_regular_file()) out.push_back(each.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Of a recorded question.
std::string kind_of(std::string_view url) {
  if (url.find("behaviour_mitre_trees") != std::string_view::npos) return "trees";
  if (url.find("/behaviours") != std::string_view::npos) return "runs";
  if (url.find("/files/") != std::string_view::npos) return "file";
  if (url.find("/domains/") != std::string_view::npos) return "domain";
  return url.find("/urls/") != std::string_view::npos ? "url" : "ip";
}

// A folder of real bodies, and what has to stand around them.
struct Folder {
  const char* name;
  const char* kind;
  const char* before = "";
  const char* after = "";
};
constexpr Folder kFolders[] = {
    {"file_report", "file"},
    {"file_object", "file", R"({"data": )", "}"},
    {"feed_file", "file", R"({"data": )", "}"},
    {"domain_report", "domain"},
    {"feed_domain", "domain", R"({"data": )", "}"},
    {"ip_report", "ip"},
    {"feed_ip", "ip", R"({"data": )", "}"},
    {"url_report", "url"},
    {"url_object", "url", R"({"data": )", "}"},
    {"feed_url", "url", R"({"data": )", "}"},
    {"mitre_trees", "trees"},
    {"behaviours", "runs"},
    {"feed_behaviour", "runs", R"({"data": [)", "]}"},
    {"behaviour_summary", "summary"},
};

// A text that is no JSON is no body to measure by.
bool is_json(const std::string& body) {
  rapidjson::Document document;
  return host::parse_json(body, host::kMaxDepth, document).ok();
}

void add(std::vector<Kind>& kinds, std::string_view name, std::string body) {
  if (!is_json(body)) return;
  for (Kind& each : kinds) {
    if (each.name == name) each.bodies.push_back(std::move(body));
  }
}

void add_recordings(std::vector<Kind>& kinds) {
  for (const fs::path& path : files_below(RULEMAP_SOURCE_DIR "/examples/recordings")) {
    const std::string text = read_file(path);
    const std::size_t first = text.find('\n'), blank = text.find("\n\n");
    if (blank == std::string::npos || text.find("\"error\"", blank) != std::string::npos) continue;
    add(kinds, kind_of(text.substr(0, first)), text.substr(blank + 2));
  }
}

}  // namespace

std::size_t Kind::bytes() const {
  std::size_t out = 0;
  for (const std::string& each : bodies) out += each.size();
  return out;
}

std::vector<Kind> load_kinds() {
  const char* const kOff = R"({"sandboxes": "off"})";
  std::vector<Kind> out = {
      {"file", "md5", "", kOff},
      {"domain", "domain", "a.example", kOff},
      {"ip", "ipv4", "45.11.22.33", kOff},
      {"url", "url", "http://a.example/", kOff},
      {"trees", "md5", "", R"({"sandboxes": "techniques", "related": 0})", true},
      {"runs", "md5", "", R"({"sandboxes": "reports", "related": 0})", true},
      {"summary", "md5", "", R"({"sandboxes": "summary", "related": 0})", true}};
  add_recordings(out);
  for (const Folder& folder : kFolders) {
    for (const fs::path& path : files_below(fs::path(RULEMAP_SHARED_DATA "/vt") / folder.name)) {
      add(out, folder.kind, folder.before + read_file(path) + folder.after);
    }
  }
  std::erase_if(out, [](const Kind& each) { return each.bodies.empty(); });
  return out;
}

}  // namespace rulemap::bench
