// The one folder in which an installation keeps what outlives a run: namespace, ledger, what steps
// remember. Mode 0700, one version number, one lock.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

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
  // A folder for the time of a run that has the namespace of another.
  static Result<std::unique_ptr<StateFolder>> open_beside(const std::string& path,
                                                          const StateFolder& other);
  ~StateFolder();
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;

  const std::string& path() const { return path_; }
  // The UUID that was made once for this installation.
  const std::string& name_space() const { return name_space_; }
  // Below it each plugin may have a folder that outlives runs.
  std::string kept_path() const { return path_ + "/kept"; }
  // An emptied folder for one step of one pipeline.
  Result<std::string> fresh_folder(std::string_view pipeline, std::string_view step);

 private:
  StateFolder() = default;
  Result<void> prepare();

  std::string path_;
  std::string name_space_;
  int lock_ = -1;
};

// Reads what a step remembers: (scope, key). [any thread]
using Recall = std::function<Result<std::string>(std::string_view scope, std::string_view key)>;

// rulemap.state/1 of one instance. What is put during a call is kept by whoever drives the
// instance, together with what the call said, so that a kill keeps both or neither.
class StateDoor {
 public:
  // plugin: the id that is used, such as misp.event.
  StateDoor(std::string scope, std::string plugin);
  StateDoor(const StateDoor&) = delete;
  StateDoor& operator=(const StateDoor&) = delete;

  const rulemap_state* abi() const { return &abi_; }
  // Before a run: state may be used from here on.
  void open(Recall recall, std::string folder, std::string kept_path) {
    recall_ = std::move(recall);
    folder_ = std::move(folder);
    kept_path_ = std::move(kept_path);
  }
  const std::string& scope() const { return scope_; }
  // What was put since the last time, in no order.
  std::map<std::string, std::string> take_unsaved() {
    const std::lock_guard lock(mutex_);
    return std::exchange(unsaved_, {});
  }

 private:
  Result<std::string> get(std::string_view key);
  const std::string& kept_folder();

  std::string scope_;
  std::string plugin_;
  std::string folder_;
  std::string kept_path_;
  std::string kept_folder_;  // made when it is first asked for
  Recall recall_;
  std::mutex mutex_;
  std::map<std::string, std::string> unsaved_;
  rulemap_state abi_;
};

}  // namespace rulemap::engine
