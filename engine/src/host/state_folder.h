// The one folder in which an installation keeps what outlives a run: namespace, ledger, what steps
// remember. Mode 0700, one version number, one lock.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "host/sqlite.h"
#include "rulemap/abi/state.h"
#include "rulemap/sdk/result.h"

namespace rulemap::engine {

// $XDG_STATE_HOME/rulemap, else ~/.local/state/rulemap.
std::string default_state_folder();

class StateFolder {
 public:
  // Makes the folder where it is missing and takes its lock. Fails where another process has the
  // lock, or where a newer version made the folder.
  static Result<std::unique_ptr<StateFolder>> open(const std::string& path);
  ~StateFolder();
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;

  const std::string& path() const { return path_; }
  // The UUID that was made once for this installation.
  const std::string& name_space() const { return name_space_; }
  // An emptied folder for one step of one pipeline.
  Result<std::string> fresh_folder(std::string_view pipeline, std::string_view step);

  // What a step remembers. Keys are (pipeline, step, key). [any thread]
  Result<std::string> get(std::string_view scope, std::string_view key);
  Result<void> put(std::string_view scope, std::string_view key, std::string_view value);

 private:
  StateFolder() = default;
  Result<void> prepare();

  std::string path_;
  std::string name_space_;
  int lock_ = -1;
  std::mutex mutex_;
  Database database_;
  Statement get_, put_;
};

// rulemap.state/1 of one instance.
class StateDoor {
 public:
  StateDoor(std::string scope);
  StateDoor(const StateDoor&) = delete;
  StateDoor& operator=(const StateDoor&) = delete;

  const rulemap_state* abi() const { return &abi_; }
  // Before a run: state may be used from here on.
  void open(StateFolder& state, std::string folder) {
    state_ = &state;
    folder_ = std::move(folder);
  }

 private:
  std::string scope_;
  std::string folder_;
  StateFolder* state_ = nullptr;
  rulemap_state abi_;
};

}  // namespace rulemap::engine
