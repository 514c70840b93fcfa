#include "rulemap/spool/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace rulemap {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

}  // namespace

Result<Spool> Spool::make(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return Error{"the file cannot be opened for writing", path};
  ::unlink(path.c_str());
  return Spool(file, path);
}

Spool::Spool(Spool&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      written_(other.written_),
      tail_(std::move(other.tail_)) {}

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
}

Result<std::uint64_t> Spool::append(std::string_view bytes) {
  const std::size_t before = tail_.size();
  const std::uint64_t offset = written_ + before;
  tail_ += bytes;
  if (tail_.size() < kBlock || write_out()) return offset;
  tail_.resize(before);
  return Error{"the file cannot be written: is the disk full?", path_};
}

// All of the tail, or none of it counts.
bool Spool::write_out() {
  for (std::size_t done = 0; done < tail_.size();) {
    const ssize_t more = ::pwrite(file_, tail_.data() + done, tail_.size() - done,
                                  static_cast<off_t>(written_ + done));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return false;
    done += static_cast<std::size_t>(more);
  }
  written_ += tail_.size();
  tail_.clear();
  return true;
}

Result<std::string> Spool::read(std::uint64_t offset, std::size_t size) const {
  if (offset >= written_) return tail_.substr(static_cast<std::size_t>(offset - written_), size);
  std::string out(size, '\0');
  for (std::size_t got = 0; got < size;) {
    const ssize_t more =
        ::pread(file_, out.data() + got, size - got, static_cast<off_t>(offset + got));
    if (more < 0 && errno == EINTR) continue;
    if (more <= 0) return Error{"the file cannot be read back", path_};
    got += static_cast<std::size_t>(more);
  }
  return out;
}

}  // namespace rulemap
