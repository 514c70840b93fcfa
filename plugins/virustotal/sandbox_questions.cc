#include "sandbox_questions.h"

#include "answer_paths.h"

namespace rulemap::virustotal {

std::string_view sandbox_endpoint(std::string_view choice) {
  if (choice == "reports") return "behaviours";
  return choice == "summary" ? "behaviour_summary" : "behaviour_mitre_trees";
}

std::string_view sandbox_loss(std::string_view choice) {
  return choice == "techniques" ? "techniques" : "what sandboxes saw";
}

std::vector<std::string> sandbox_paths(std::string_view choice) {
  if (choice == "reports") return run_paths();
  return choice == "summary" ? summary_paths() : tree_paths();
}

}  // namespace rulemap::virustotal
