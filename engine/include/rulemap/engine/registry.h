// The plugins of one engine: loaded from files, or linked in. An object, never global, so that two
// engines in one process do not meet.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/abi/entry.h"
#include "rulemap/sdk/result.h"

namespace rulemap::engine {

struct LoadOptions {
  // Loads a file although its group or others may write it.
  bool allow_unsafe = false;
};

// One plugin, for lists of plugins.
struct PluginInfo {
  std::string name;
  std::string version;
  std::string origin;  // the path it was loaded from, or "built in"
  const rulemap_entry* entry;
};

// Entries stay valid as long as the process lives: code is never unmapped.
class Registry {
 public:
  // Starts with the built-in steps core.*.
  Registry();

  // A plugin that is linked into the program. Fails like load().
  Result<void> add(const rulemap_entry& entry, std::string origin = "built in");
  // Loads a shared library. Fails where it is missing, writable by group or others, no plugin, of
  // another ABI, or names something that is there already.
  Result<void> load(const std::string& path, const LoadOptions& options = {});
  // Every *.so in a folder; gives one error for each that could not be loaded.
  std::vector<Error> load_folder(const std::string& folder, const LoadOptions& options = {});

  // Null where no plugin has it.
  const rulemap_source* source(std::string_view id) const;
  const rulemap_step* step(std::string_view id) const;
  const rulemap_sink* sink(std::string_view id) const;

  const std::deque<PluginInfo>& plugins() const { return plugins_; }

 private:
  std::deque<PluginInfo> plugins_;
};

}  // namespace rulemap::engine
