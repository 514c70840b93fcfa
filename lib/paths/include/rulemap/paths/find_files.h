// Folders, files and globs -> a sorted list of files; and a file's text, with a limit.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::paths {

struct FoundFiles {
  std::vector<std::string> paths;  // sorted; a file that can be reached in two ways stands once
  std::vector<Error> problems;     // folders that cannot be read
};

// A folder stands for every file below it whose name ends as one of `endings` (none: any name); a
// file for itself, whatever its name. In a glob `*`, `?` and `[...]` stand for a part of one name,
// `**` for any folders; names that begin with a dot are left out unless they are written. Links
// are followed, never in a circle. Fails for a path that is neither there nor a glob, and above
// 100,000 files.
Result<FoundFiles> find_files(const std::vector<std::string>& paths,
                              const std::vector<std::string>& endings);

// The whole text of a regular file. Fails with `path` as `where`; above `max_bytes` it says so.
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes);

}  // namespace rulemap::paths
