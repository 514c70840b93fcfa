// Answers of VirusTotal and Sigma rules, composed for small tests.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::e2e {

// `attributes` are the members of a JSON object.
inline std::string report_body(std::string_view type, std::string_view id,
                               const std::string& attributes = "") {
  return R"({"data": {"type": ")" + std::string(type) + R"(", "id": ")" + std::string(id) +
         R"(", "attributes": {)" + attributes + "}}}";
}

inline std::string error_body(std::string_view code) {
  return R"({"error": {"code": ")" + std::string(code) + R"(", "message": "so it is"}})";
}

inline std::string technique(std::string_view id, std::string_view name) {
  return R"({"id": ")" + std::string(id) + R"(", "name": ")" + std::string(name) + R"("})";
}

// One sandbox, two tactics with the same techniques, separated by commas.
inline std::string trees_body(const std::string& techniques) {
  return R"({"data": {"Zenbox": {"tactics": [{"name": "Execution", "techniques": [)" + techniques +
         R"(]}, {"name": "Discovery", "techniques": [)" + techniques + "]}]}}}";
}

// A Sigma rule of its own. Old titles lead to it where SigmaHQ gave the id.
inline std::string rule_text(const std::string& id, const std::string& title) {
  return "title: " + title + "\nid: " + id +
         "\nstatus: test\nauthor: Somebody\nlevel: high\nlogsource:\n  category: process_creation\n"
         "detection:\n  selection:\n    Image: x\n  condition: selection\n";
}

}  // namespace rulemap::e2e
