#include "plan/output_paths.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "config/block_reader.h"
#include "plan/path_options.h"
#include "plan/path_pattern.h"
#include "rulemap/paths/find_files.h"

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

// One file, by whatever name it is reached.
struct Identity {
  std::string path;                                // without links, as far as it is there
  std::optional<std::pair<dev_t, ino_t>> on_disk;  // nothing: there is no file yet

  bool is(const Identity& other) const {
    return path == other.path || (on_disk && on_disk == other.on_disk);
  }
};

Identity identity_of(const std::string& path) {
  std::error_code failed;
  const fs::path plain = fs::weakly_canonical(path, failed);
  Identity out{failed ? fs::path(path).lexically_normal().string() : plain.string(), std::nullopt};
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0) out.on_disk = {about.st_dev, about.st_ino};
  return out;
}

// Two may write to /dev/null or into a folder.
bool may_be_a_file(const std::string& path) {
  std::error_code ignored;
  return path != "-" && (!fs::exists(path, ignored) || fs::is_regular_file(path, ignored));
}

struct Input {
  std::string path;
  std::string who;  // "source `list`"
  yaml::Place place;
  bool whole_folder;  // everything in a folder is read, whatever its name
};

bool fits(const std::string& glob, const std::string& path) {
  return ::fnmatch(glob.c_str(), path.c_str(), FNM_PATHNAME) == 0;
}

struct Output {
  Identity is;
  std::string written, who;
  yaml::Place place;
  std::size_t length;

  // What the sink fills in itself may make it this file.
  bool may_be(const Identity& file) const {
    return is.is(file) || fits(glob_of(is.path), file.path);
  }
  // Words in braces are a sink's own: of two outputs the times alone are compared.
  bool meets(const Output& other) const {
    return is.is(other.is) || fits(glob_of_time(is.path), other.is.path) ||
           fits(glob_of_time(other.is.path), is.path);
  }
};

class OutputPaths {
 public:
  OutputPaths(const Registry& registry, const Variables& variables, const std::string& base_folder,
              Diagnostics& diagnostics)
      : registry_(registry),
        variables_(variables),
        base_folder_(base_folder),
        diagnostics_(diagnostics) {}

  void read_by_sources(const std::vector<SourceFile>& sources) {
    for (const SourceFile& each : sources) {
      const rulemap_source* abi = registry_.source(each.use.text);
      if (abi) inputs(each, "source `" + each.id.text + "`", *abi->about, 0, true);
    }
  }
  void read_by_steps(const std::vector<StepFile>& steps) {
    for (const StepFile& each : steps) {
      for (const BranchFile& branch : each.branches) read_by_steps(branch.steps);
      const rulemap_step* abi = registry_.step(each.use.text);
      if (!abi) continue;
      inputs(each, "step `" + each.id.text + "`", *abi->about, RULEMAP_OPTION_INPUT, false);
    }
  }
  void read_by_the_host(const std::string& who, const Written& path) {
    if (path.empty()) return;
    inputs_.push_back({(fs::path(base_folder_) / path.text).string(), who, path.place, false});
  }
  void written_by(const SinkFile& block, const std::string& who) {
    const rulemap_sink* abi = registry_.sink(block.use.text);
    if (!abi) return;
    inputs(block, who, *abi->about, RULEMAP_OPTION_INPUT, false);
    for (const PathOption& each :
         path_options(block, *abi->about, RULEMAP_OPTION_OUTPUT, variables_, base_folder_)) {
      if (!may_be_a_file(each.path)) continue;
      const yaml::Node* at = each.written;
      outputs_.push_back({identity_of(each.path), at ? at->text : each.path, who,
                          at ? at->place : block.use.place,
                          at ? at->text.size() + (at->quoted ? 2 : 0) : block.use.text.size()});
    }
  }

  void check(const std::string& pipeline_path) {
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      const Output& output = outputs_[i];
      if (!pipeline_path.empty() && output.may_be(identity_of(pipeline_path))) {
        problem(output, " would overwrite `" + output.written + "`, this very pipeline file");
      } else if (const Output* other = earlier(i)) {
        problem(output, " and " + line_of(other->who, other->place) + " both write `" +
                            output.written + "`");
      } else if (const Input* input = reader_of(output)) {
        problem(output, " would overwrite `" + output.written + "`, which " +
                            line_of(input->who, input->place) + " reads");
      }
    }
  }

 private:
  void inputs(const BlockFile& block, const std::string& who, const rulemap_descriptor& about,
              std::uint32_t flag, bool whole_folder) {
    for (PathOption& each : path_options(block, about, flag, variables_, base_folder_)) {
      if (each.path == "-") continue;
      inputs_.push_back({std::move(each.path), who,
                         each.written ? each.written->place : block.place, whole_folder});
    }
  }

  static std::string line_of(const std::string& who, yaml::Place place) {
    return who + " (line " + std::to_string(place.line) + ")";
  }
  void problem(const Output& output, const std::string& what) {
    report(diagnostics_, output.place, output.length, output.who + what, "same-file",
           "give it a file of its own");
  }

  const Output* earlier(std::size_t number) const {
    const auto end = outputs_.begin() + static_cast<std::ptrdiff_t>(number);
    const auto found = std::find_if(
        outputs_.begin(), end, [&](const Output& each) { return each.meets(outputs_[number]); });
    return found == end ? nullptr : &*found;
  }
  const Input* reader_of(const Output& output) const {
    const auto found = std::find_if(inputs_.begin(), inputs_.end(),
                                    [&](const Input& each) { return reads(each, output); });
    return found == inputs_.end() ? nullptr : &*found;
  }

  bool reads(const Input& input, const Output& output) const {
    std::error_code ignored;
    if (fs::is_directory(input.path, ignored)) return reads_folder(input, output);
    if (fs::exists(input.path, ignored)) return output.may_be(identity_of(input.path));
    if (input.path.find_first_of("*?[") == std::string::npos) return false;
    return reads_glob(input.path, output);
  }
  // A file that is not there yet would be read by the next run.
  static bool reads_glob(const std::string& glob, const Output& output) {
    const int names = glob.find("**") == std::string::npos ? FNM_PATHNAME : 0;
    if (::fnmatch(glob.c_str(), output.is.path.c_str(), names | FNM_PERIOD) == 0) return true;
    const auto found = paths::find_files({glob}, {});
    return found.ok() && is_among(found->paths, output);
  }
  // A step reads the files of a folder by their endings, which it alone knows: a file counts as
  // read where others that the pipeline does not write end the same way, or where it stands alone.
  bool reads_folder(const Input& input, const Output& output) const {
    const bool below = output.is.path.starts_with(identity_of(input.path).path + "/");
    if (input.whole_folder && below) return true;
    const auto found = paths::find_files({input.path}, {});
    if (!found.ok() || !is_among(found->paths, output)) return false;
    if (input.whole_folder || found->paths.size() == 1) return true;
    return std::any_of(found->paths.begin(), found->paths.end(), [&](const std::string& each) {
      return fs::path(each).extension() == fs::path(output.is.path).extension() && !is_output(each);
    });
  }
  bool is_output(const std::string& path) const {
    const Identity file = identity_of(path);
    return std::any_of(outputs_.begin(), outputs_.end(),
                       [&](const Output& each) { return each.may_be(file); });
  }
  static bool is_among(const std::vector<std::string>& paths, const Output& output) {
    return std::any_of(paths.begin(), paths.end(),
                       [&](const std::string& each) { return output.may_be(identity_of(each)); });
  }

  const Registry& registry_;
  const Variables& variables_;
  const std::string& base_folder_;
  Diagnostics& diagnostics_;
  std::vector<Input> inputs_;
  std::vector<Output> outputs_;
};

}  // namespace

void check_output_paths(const PipelineFile& file, const std::string& pipeline_path,
                        const Registry& registry, const Variables& variables,
                        const std::string& base_folder, Diagnostics& diagnostics) {
  OutputPaths paths(registry, variables, base_folder, diagnostics);
  paths.read_by_sources(file.sources);
  paths.read_by_steps(file.steps);
  for (const SecretFile& each : file.secrets) {
    paths.read_by_the_host("secret `" + each.name + "`", each.file);
  }
  paths.read_by_the_host("`http.ca_file`", file.http.ca_file);
  for (const Written& each : file.plugins) paths.read_by_the_host("`plugins`", each);
  for (const SinkFile& each : file.sinks) {
    paths.written_by(each, "sink `" + each.id.text + "`");
  }
  if (file.dead_letter) paths.written_by(*file.dead_letter, "`dead_letter`");
  paths.check(pipeline_path);
}

}  // namespace rulemap::engine
