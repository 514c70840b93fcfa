#include "host/state_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "rulemap/ids/uuid.h"
#include "rulemap/sdk/value.h"

namespace rulemap::engine {
namespace fs = std::filesystem;
namespace {

constexpr char kVersion[] = "1";

std::string read_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// Written beside and renamed, so that a kill never leaves half a file.
Result<void> write_line(const std::string& path, const std::string& line) {
  const std::string beside = path + ".new";
  {
    std::ofstream file(beside, std::ios::trunc);
    file << line << "\n";
    if (!file.flush()) return Error{"the file cannot be written", beside};
  }
  std::error_code failed;
  fs::rename(beside, path, failed);
  if (failed) return Error{failed.message(), path};
  return {};
}

}  // namespace

std::string default_state_folder() {
  if (const char* xdg = std::getenv("XDG_STATE_HOME"); xdg && *xdg == '/') {
    return std::string(xdg) + "/rulemap";
  }
  const char* home = std::getenv("HOME");
  return std::string(home ? home : ".") + "/.local/state/rulemap";
}

Result<std::unique_ptr<StateFolder>> StateFolder::open(const std::string& path) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed) return Error{"the state folder cannot be made: " + failed.message(), path};
  if (::chmod(path.c_str(), 0700) != 0) {
    return Error{"the state folder has to belong to the user who runs rulemap", path};
  }
  std::unique_ptr<StateFolder> out(new StateFolder());
  out->path_ = path;
  out->lock_ = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (out->lock_ < 0) return Error{"the lock file cannot be opened", path + "/lock"};
  if (::flock(out->lock_, LOCK_EX | LOCK_NB) != 0) {
    return Error{
        "another rulemap is running with this state folder; wait for it, or name another "
        "folder with --state",
        path};
  }
  if (auto done = out->prepare(); !done.ok()) return done.error();
  return out;
}

Result<std::unique_ptr<StateFolder>> StateFolder::open_beside(const std::string& path,
                                                              const StateFolder& other) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed) return Error{"the folder cannot be made: " + failed.message(), path};
  const auto written = write_line(path + "/namespace", other.name_space());
  if (!written.ok()) return written.error();
  return open(path);
}

Result<void> StateFolder::prepare() {
  const std::string version = read_line(path_ + "/version");
  if (version.empty()) {
    if (auto done = write_line(path_ + "/version", kVersion); !done.ok()) return done;
  } else if (version != kVersion) {
    return Error{
        "the state folder is of version " + version + "; this rulemap reads version " + kVersion,
        path_ + "/version"};
  }
  name_space_ = read_line(path_ + "/namespace");
  if (!ids::Uuid::parse(name_space_)) {
    if (!name_space_.empty()) return Error{"the file holds no UUID", path_ + "/namespace"};
    const auto made = ids::uuid_v4_random();
    if (!made) return Error{"the system gives no random numbers", path_};
    name_space_ = made->text();
    if (auto done = write_line(path_ + "/namespace", name_space_); !done.ok()) return done;
  }
  return {};
}

StateFolder::~StateFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::string> StateFolder::fresh_folder(std::string_view pipeline, std::string_view step) {
  const fs::path folder = fs::path(path_) / "work" / pipeline / step;
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (!failed) fs::create_directories(folder, failed);
  if (failed) return Error{"the folder cannot be made: " + failed.message(), folder.string()};
  return folder.string();
}

StateDoor::StateDoor(std::string scope, std::string plugin)
    : scope_(std::move(scope)),
      plugin_(std::move(plugin)),
      abi_{sizeof abi_,
           this,
           [](const rulemap_state* abi, rulemap_text key, void* context,
              void (*use)(void*, rulemap_text) noexcept) noexcept -> rulemap_status {
             auto* self = static_cast<StateDoor*>(abi->host);
             if (!self->recall_) return RULEMAP_FAILED;
             const auto found = self->get(view(key));
             if (!found.ok()) return RULEMAP_FAILED;
             if (!found->empty()) use(context, text(*found));
             return RULEMAP_OK;
           },
           [](const rulemap_state* abi, rulemap_text key,
              rulemap_text value) noexcept -> rulemap_status {
             auto* self = static_cast<StateDoor*>(abi->host);
             if (!self->recall_) return RULEMAP_FAILED;
             const std::lock_guard lock(self->mutex_);
             self->unsaved_.insert_or_assign(std::string(view(key)), std::string(view(value)));
             return RULEMAP_OK;
           },
           [](const rulemap_state* abi) noexcept {
             return text(static_cast<const StateDoor*>(abi->host)->folder_);
           },
           [](const rulemap_state* abi) noexcept {
             return text(static_cast<StateDoor*>(abi->host)->kept_folder());
           }} {}

const std::string& StateDoor::kept_folder() {
  const std::lock_guard lock(mutex_);
  if (!kept_folder_.empty() || kept_path_.empty()) return kept_folder_;
  const fs::path folder = fs::path(kept_path_) / plugin_;
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) kept_folder_ = folder.string();
  return kept_folder_;
}

Result<std::string> StateDoor::get(std::string_view key) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = unsaved_.find(std::string(key));
    if (found != unsaved_.end()) return found->second;
  }
  return recall_(scope_, key);
}

}  // namespace rulemap::engine
