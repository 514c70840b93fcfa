// Where a run works of which nothing is to stay: a plan, a dry run.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace rulemap::engine {

class WorkFolder {
 public:
  WorkFolder() {
    std::error_code failed;
    std::string pattern =
        (std::filesystem::temp_directory_path(failed) / "rulemap-XXXXXX").string();
    if (!failed && ::mkdtemp(pattern.data())) path_ = pattern;
  }
  ~WorkFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  // Empty where none could be made.
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace rulemap::engine
