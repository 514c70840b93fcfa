#include "push/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace rulemap::misp {
namespace {

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_new(const std::string& path, std::string_view bytes, unsigned mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return false;
  const bool written = write_all(file, bytes) && ::fsync(file) == 0;
  return ::close(file) == 0 && written;
}

bool sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = ::fsync(file) == 0;
  return ::close(file) == 0 && synced;
}

}  // namespace

Result<void> write_durably(const std::string& path, std::string_view bytes, unsigned mode) {
  const std::string fresh = path + ".new";
  if (write_new(fresh, bytes, mode) && std::rename(fresh.c_str(), path.c_str()) == 0 &&
      sync_folder_of(path)) {
    return {};
  }
  const Error failed{"the file cannot be written: " + std::string(std::strerror(errno)), path};
  ::unlink(fresh.c_str());
  return failed;
}

}  // namespace rulemap::misp
