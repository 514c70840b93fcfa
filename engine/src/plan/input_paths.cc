#include "plan/input_paths.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "config/block_reader.h"
#include "plan/path_options.h"
#include "rulemap/paths/find_files.h"

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

constexpr int kMostNames = 1000;  // of a folder, for a guess

bool holds_a_file(const std::string& folder) {
  std::error_code failed;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(folder, options, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (!at->is_directory(failed)) return true;
  }
  return bool(failed);  // what cannot be read is told by who reads it
}

std::string guess_beside(const std::string& path) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(fs::path(path).parent_path(), failed), end;
       !failed && at != end && names.size() < kMostNames; at.increment(failed)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const std::string said = guess(fs::path(path).filename().string(), names);
  return said.empty() ? "paths count from the folder of the pipeline file" : said;
}

class InputPaths {
 public:
  InputPaths(const Registry& registry, const Variables& variables, const std::string& base_folder,
             Diagnostics& diagnostics)
      : registry_(registry),
        variables_(variables),
        base_folder_(base_folder),
        diagnostics_(diagnostics) {}

  void sources(const std::vector<SourceFile>& sources) {
    for (const SourceFile& each : sources) {
      if (const rulemap_source* abi = registry_.source(each.use.text)) block(each, *abi->about);
    }
  }
  void steps(const std::vector<StepFile>& steps) {
    for (const StepFile& each : steps) {
      for (const BranchFile& branch : each.branches) this->steps(branch.steps);
      if (const rulemap_step* abi = registry_.step(each.use.text)) block(each, *abi->about);
    }
  }

 private:
  void block(const BlockFile& block, const rulemap_descriptor& about) {
    for (const PathOption& each :
         path_options(block, about, RULEMAP_OPTION_INPUT, variables_, base_folder_)) {
      if (each.written) path(each.path, *each.written);
    }
  }

  void path(const std::string& path, const yaml::Node& written) {
    std::error_code ignored;
    if (path == "-") return;
    if (!fs::exists(path, ignored)) return absent(path, written);
    if (!fs::is_directory(path, ignored) || holds_a_file(path)) return;
    missing(written, "the folder `" + written.text + "` holds no file", "");
  }

  void absent(const std::string& path, const yaml::Node& written) {
    if (path.find_first_of("*?[") == std::string::npos) {
      const std::string what = "there is no file or folder `" + written.text + "`";
      return missing(written, what, guess_beside(path));
    }
    const auto found = paths::find_files({path}, {});
    if (found.ok() && found->paths.empty() && found->problems.empty()) {
      missing(written, "no file matches `" + written.text + "`", "");
    }
  }

  void missing(const yaml::Node& written, std::string message, std::string hint) {
    report(diagnostics_, written.place, written.text.size() + (written.quoted ? 2 : 0),
           std::move(message), "file", std::move(hint));
  }

  const Registry& registry_;
  const Variables& variables_;
  const std::string& base_folder_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_input_paths(const PipelineFile& file, bool sources, const Registry& registry,
                       const Variables& variables, const std::string& base_folder,
                       Diagnostics& diagnostics) {
  InputPaths check(registry, variables, base_folder, diagnostics);
  if (sources) check.sources(file.sources);
  check.steps(file.steps);
}

}  // namespace rulemap::engine
