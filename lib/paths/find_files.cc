#include "rulemap/paths/find_files.h"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace rulemap::paths {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 100'000;

// No endings: every name is wanted.
bool is_wanted(const std::string& name, const std::vector<std::string>& endings) {
  return endings.empty() || std::any_of(endings.begin(), endings.end(),
                                        [&](const auto& ending) { return name.ends_with(ending); });
}

// The names of a glob from its first wildcard on, and the folder that they are looked for in.
struct Glob {
  std::string base;
  std::vector<std::string> names;
};

Glob split(const std::string& path) {
  Glob out;
  fs::path base;
  for (const fs::path& name : fs::path(path)) {
    if (name.empty()) continue;  // of a slash at the end
    const bool wild = name.string().find_first_of("*?[") != std::string::npos;
    if (wild || !out.names.empty())
      out.names.push_back(name.string());
    else
      base /= name;
  }
  out.base = base.empty() ? "." : base.string();
  return out;
}

// Walks one pattern after the other with a list of places that are still to be seen: no recursion,
// and as a place is seen once for each name that is due there, no circle either.
class Search {
 public:
  Search(FoundFiles& out, const std::vector<std::string>& endings) : out_(out), endings_(endings) {}

  // False once there are too many files.
  bool run(const Glob& glob) {
    seen_.clear();
    places_.assign(1, {glob.base, 0, glob.names.empty()});
    while (!places_.empty()) {
      const Place place = std::move(places_.back());
      places_.pop_back();
      visit(place, glob.names);
      if (out_.paths.size() > kMaxFiles) return false;
    }
    return true;
  }

 private:
  struct Place {
    std::string path;
    std::size_t due;  // which name of the glob is looked for in here
    bool written;     // this very path stands in the configuration
  };

  void visit(const Place& place, const std::vector<std::string>& names) {
    struct stat about {};
    if (::stat(place.path.c_str(), &about) != 0) return;  // a link to nowhere
    const bool all_below = place.due >= names.size();
    if (S_ISREG(about.st_mode) && all_below) return take(place, about);
    if (!S_ISDIR(about.st_mode)) return;
    if (!seen_.emplace(about.st_dev, about.st_ino, place.due).second) return;
    if (all_below) return enter(place, "*", place.due);
    const std::string& name = names[place.due];
    if (name != "**") return enter(place, name, place.due + 1);
    places_.push_back({place.path, place.due + 1, false});
    enter(place, "*", place.due);
  }

  // Sorted, so that of two ways to one file it is always the same that counts.
  void enter(const Place& place, const std::string& pattern, std::size_t due) {
    std::error_code failed;
    std::vector<std::string> found;
    for (fs::directory_iterator at(place.path, failed), end; !failed && at != end;
         at.increment(failed)) {
      const std::string name = at->path().filename().string();
      if (::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0) found.push_back(name);
    }
    std::sort(found.rbegin(), found.rend());
    for (const std::string& name : found) {
      places_.push_back({(fs::path(place.path) / name).string(), due, false});
    }
    if (failed) {
      out_.problems.push_back({"the folder cannot be read: " + failed.message(), place.path});
    }
  }

  void take(const Place& place, const struct stat& about) {
    if (!place.written && !is_wanted(place.path, endings_)) return;
    if (!taken_.emplace(about.st_dev, about.st_ino).second) return;
    out_.paths.push_back(place.path);
  }

  FoundFiles& out_;
  const std::vector<std::string>& endings_;
  std::vector<Place> places_;
  std::set<std::tuple<dev_t, ino_t, std::size_t>> seen_;
  std::set<std::pair<dev_t, ino_t>> taken_;
};

}  // namespace

Result<FoundFiles> find_files(const std::vector<std::string>& paths,
                              const std::vector<std::string>& endings) {
  FoundFiles out;
  Search search(out, endings);
  for (const std::string& path : paths) {
    std::error_code ignored;
    const bool there = fs::exists(path, ignored);
    const Glob glob = there ? Glob{path, {}} : split(path);
    if (!there && glob.names.empty()) {
      return Error{"there is no such file or folder; folders, files and globs may stand here",
                   path};
    }
    if (!search.run(glob)) {
      return Error{
          "these are more than " + std::to_string(kMaxFiles) + " files, the most that are read",
          path};
    }
  }
  std::sort(out.paths.begin(), out.paths.end());
  return out;
}

Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return Error{"there is no such file", path};
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed) return Error{"the file cannot be read: " + failed.message(), path};
  if (size > max_bytes) {
    return Error{"the file has " + std::to_string(size) + " bytes, and at most " +
                     std::to_string(max_bytes) + " are read",
                 path};
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  std::ifstream in(path, std::ios::binary);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in) return Error{"the file cannot be read", path};
  return text;
}

}  // namespace rulemap::paths
