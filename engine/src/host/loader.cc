// Loading plugins by Boost.DLL, and refusing what is none.
#include <dlfcn.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cstring>
#include <filesystem>

#include "core/core.h"
#include "host/whole_library.h"
#include "rulemap/engine/registry.h"

namespace rulemap::engine {
namespace {

namespace fs = std::filesystem;

Result<void> check_file(const std::string& path, const LoadOptions& options) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    return Error{"there is no such plugin file", path};
  }
  if (!S_ISREG(info.st_mode)) return Error{"a plugin has to be a file", path};
  if (!options.allow_unsafe && (info.st_mode & (S_IWGRP | S_IWOTH))) {
    return Error{
        "its group or others may write this file, so it is not loaded; "
        "`chmod go-w` it, or pass --allow-unsafe-plugins",
        path};
  }
  if (!is_whole_library(path)) return Error{"the plugin is cut off: copy or build it anew", path};
  return {};
}

// Boost puts what the loader said, which begins with the path, inside a sentence of its own.
std::string loader_text(std::string said, const std::string& path) {
  constexpr std::string_view kBefore = "dlerror system message: ";
  const std::size_t at = said.find(kBefore);
  if (at == std::string::npos) return said;
  said = said.substr(at + kBefore.size());
  said = said.substr(0, said.rfind("): "));
  return said.starts_with(path + ": ") ? said.substr(path.size() + 2) : said;
}

std::string version_text(unsigned major, unsigned minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

Result<void> check_entry(const rulemap_entry& entry, const std::string& origin) {
  if (entry.magic != RULEMAP_MAGIC) {
    return Error{"its symbol rulemap_plugin is no rulemap entry", origin};
  }
  if (entry.abi_major != RULEMAP_ABI_MAJOR || entry.abi_minor > RULEMAP_ABI_MINOR) {
    return Error{"the plugin was built for ABI " + version_text(entry.abi_major, entry.abi_minor) +
                     "; this engine speaks " + version_text(RULEMAP_ABI_MAJOR, RULEMAP_ABI_MINOR) +
                     "; build it against this engine's SDK",
                 origin};
  }
  if (entry.size < offsetof(rulemap_entry, extension)) {
    return Error{"its entry is shorter than ABI " +
                     version_text(RULEMAP_ABI_MAJOR, RULEMAP_ABI_MINOR) + " asks",
                 origin};
  }
  return {};
}

template <class Abi>
const Abi* find(const Abi* const* all, std::uint32_t count, std::string_view id) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (id == all[i]->about->id) return all[i];
  }
  return nullptr;
}

// An id is vendor.name and belongs to one plugin.
template <class Abi, class Find>
Result<void> check_ids(const Abi* const* all, std::uint32_t count, const Find& there,
                       const std::string& origin) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string id = all[i]->about->id ? all[i]->about->id : "";
    if (id.find('.') == std::string::npos) {
      return Error{"`" + id + "` is no id: it has to be vendor.name", origin};
    }
    const std::string from = there(id);
    if (!from.empty()) return Error{"`" + id + "` is there already, from " + from, origin};
  }
  return {};
}

}  // namespace

Registry::Registry() { (void)add(core_entry()); }

Result<void> Registry::add(const rulemap_entry& entry, std::string origin) {
  if (auto done = check_entry(entry, origin); !done.ok()) return done;
  // Where a part of that id came from; empty: there is none.
  const auto from = [&](auto find) {
    return [this, find](const std::string& id) -> std::string {
      for (const PluginInfo& each : plugins_) {
        if (find(*each.entry, id)) return each.origin;
      }
      return "";
    };
  };
  auto checked = check_ids(entry.sources, entry.source_count,
                           from([](const rulemap_entry& of, const std::string& id) {
                             return find(of.sources, of.source_count, id);
                           }),
                           origin);
  if (checked.ok()) {
    checked = check_ids(entry.steps, entry.step_count,
                        from([](const rulemap_entry& of, const std::string& id) {
                          return find(of.steps, of.step_count, id);
                        }),
                        origin);
  }
  if (checked.ok()) {
    checked = check_ids(entry.sinks, entry.sink_count,
                        from([](const rulemap_entry& of, const std::string& id) {
                          return find(of.sinks, of.sink_count, id);
                        }),
                        origin);
  }
  if (!checked.ok()) return checked;
  plugins_.push_back({entry.name, entry.version, std::move(origin), &entry});
  return {};
}

Result<void> Registry::load(const std::string& path, const LoadOptions& options) {
  const std::string full = fs::absolute(path).lexically_normal().string();
  if (auto done = check_file(full, options); !done.ok()) return done;
  const bool twice = std::any_of(plugins_.begin(), plugins_.end(),
                                 [&](const PluginInfo& each) { return each.origin == full; });
  if (twice) return {};
  try {
    // The throwing constructor: only its text says which symbol is missing.
    boost::dll::shared_library library(
        full, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
    if (!library.has("rulemap_plugin")) {
      return Error{"the library is no rulemap plugin: it has no symbol rulemap_plugin", full};
    }
    const auto& entry = library.get<const rulemap_entry>("rulemap_plugin");
    auto added = add(entry, full);
    // Code stays mapped until the process ends: descriptors and threads may point into it.
    if (added.ok()) ::dlopen(full.c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
    return added;
  } catch (const std::exception& thrown) {
    return Error{"the plugin cannot be loaded: " + loader_text(thrown.what(), full), full};
  }
}

std::vector<Error> Registry::load_folder(const std::string& folder, const LoadOptions& options) {
  std::vector<std::string> paths;
  std::error_code failed;
  // Not a range: the loop's own increment throws.
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().extension() == ".so") paths.push_back(at->path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Error> errors;
  if (failed) errors.push_back({"the plugin folder cannot be read: " + failed.message(), folder});
  for (const std::string& path : paths) {
    if (auto done = load(path, options); !done.ok()) errors.push_back(done.error());
  }
  return errors;
}

const rulemap_source* Registry::source(std::string_view id) const {
  for (const PluginInfo& each : plugins_) {
    if (const auto* found = find(each.entry->sources, each.entry->source_count, id)) return found;
  }
  return nullptr;
}
const rulemap_step* Registry::step(std::string_view id) const {
  for (const PluginInfo& each : plugins_) {
    if (const auto* found = find(each.entry->steps, each.entry->step_count, id)) return found;
  }
  return nullptr;
}
const rulemap_sink* Registry::sink(std::string_view id) const {
  for (const PluginInfo& each : plugins_) {
    if (const auto* found = find(each.entry->sinks, each.entry->sink_count, id)) return found;
  }
  return nullptr;
}

}  // namespace rulemap::engine
