#include "e2e/corpus/composed_trees.h"

#include <set>

namespace rulemap::e2e {
namespace {

struct Seen {
  const char* id;
  const char* name;
};

// Half of the names hold hyphens; T1562.001 and T1574.002 are revoked.
constexpr Seen kSeen[] = {
    {"T1190", "Exploit Public-Facing Application"},
    {"T1059.001", "PowerShell"},
    {"T1189", "Drive-by Compromise"},
    {"T1082", "System Information Discovery"},
    {"T1055.001", "Dynamic-link Library Injection"},
    {"T1562.001", "Disable or Modify Tools"},
    {"T1547.007", "Re-opened Applications"},
    {"T1053.005", "Scheduled Task"},
    {"T1571", "Non-Standard Port"},
    {"T1574.002", "DLL Side-Loading"},
    {"T1095", "Non-Application Layer Protocol"},
    {"T1105", "Ingress Tool Transfer"},
    {"T1104", "Multi-Stage Channels"},
    {"T1003.001", "LSASS Memory"},
    {"T1559", "Inter-Process Communication"},
};

std::string technique(const Seen& seen) {
  return std::string(R"({"id": ")") + seen.id + R"(", "name": ")" + seen.name +
         R"(", "signatures": [{"severity": "LOW", "description": "saw )" + seen.name + R"("}]})";
}

std::string tactic(const char* id, const char* name, const std::string& techniques) {
  return std::string(R"({"id": ")") + id + R"(", "name": ")" + name + R"(", "techniques": [)" +
         techniques + "]}";
}

}  // namespace

ComposedTrees composed_trees(std::size_t n) {
  if (n % 5 == 4) return {};
  const auto seen = [&](std::size_t i) { return kSeen[(n * 2 + i) % std::size(kSeen)]; };
  const std::string both = technique(seen(0)) + ", " + technique(seen(1));
  ComposedTrees out;
  out.body = R"({"data": {"Zenbox": {"tactics": [)" + tactic("TA0002", "Execution", both) + ", " +
             tactic("TA0011", "Command and Control", technique(seen(1))) +
             R"(]}, "CAPE Sandbox": {"tactics": [)" +
             tactic("TA0007", "Discovery", technique(seen(0)) + ", " + technique(seen(2))) +
             R"(]}, "VirusTotal Jujubox": {"tactics": []}, "Lastline": null}})";
  std::set<std::string> ids;
  for (std::size_t i = 0; i < 3; ++i) ids.insert(seen(i).id);
  out.ids.assign(ids.begin(), ids.end());
  return out;
}

}  // namespace rulemap::e2e
