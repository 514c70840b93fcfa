// Where in an answer all that stands which is read, as paths of Parts: what these do not name is
// not parsed. Members of a report that no table names are kept as empty shells, to be counted.
#pragma once

#include <string>
#include <vector>

namespace rulemap::virustotal {

std::vector<std::string> report_paths();
std::vector<std::string> tree_paths();
std::vector<std::string> run_paths();      // behaviours
std::vector<std::string> summary_paths();  // behaviour_summary
std::vector<std::string> page_paths();     // objects of a relation

}  // namespace rulemap::virustotal
