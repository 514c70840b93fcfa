// Which files hold the rules: folders, files and globs to a sorted list of paths.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::sigma_map {

struct RuleFiles {
  std::vector<std::string> paths;  // sorted; a file that can be reached in two ways stands once
  std::vector<Error> problems;     // folders that cannot be read
};

// A folder stands for every .yml and .yaml file below it; a file for itself, whatever its name. In
// a glob `*`, `?` and `[...]` stand for a part of one name, `**` for any folders; names that begin
// with a dot are left out unless they are written. Links are followed, never in a circle. Fails for
// a path that is neither there nor a glob, and above 100,000 files.
Result<RuleFiles> find_rule_files(const std::vector<std::string>& paths);

// The whole text of a regular file. Fails with `path` as `where`; above `max_bytes` it says so.
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes);

}  // namespace rulemap::sigma_map
