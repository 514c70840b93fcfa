// Whole messages over one end of a socket pair: their length first, bounded, each within a time.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>

#include "rulemap/sdk/result.h"

namespace rulemap::isolate {

class Channel {
 public:
  static constexpr std::uint64_t kLongest = std::uint64_t{64} << 20;
  // How it goes wrong, as what the other end did.
  static constexpr char kLate[] = "did not answer in time";
  static constexpr char kEnded[] = "ended";
  static constexpr char kGarbage[] = "sent what is no message";
  using Deadline = std::chrono::steady_clock::time_point;

  explicit Channel(int fd) : fd_(fd) {}
  ~Channel() { ::close(fd_); }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  Result<void> send(std::string_view bytes, Deadline until) {
    const std::uint64_t size = bytes.size();
    if (size > kLongest) return Error{"was to be sent more than the limit of 64 MiB", ""};
    auto sent = all(const_cast<std::uint64_t*>(&size), sizeof size, POLLOUT, until);
    if (!sent.ok()) return sent;
    return all(const_cast<char*>(bytes.data()), bytes.size(), POLLOUT, until);
  }
  Result<std::string> receive(Deadline until) {
    std::uint64_t size = 0;
    if (auto got = all(&size, sizeof size, POLLIN, until); !got.ok()) return got.error();
    if (size > kLongest) return Error{kGarbage, ""};
    std::string bytes(size, '\0');
    if (auto got = all(bytes.data(), size, POLLIN, until); !got.ok()) return got.error();
    return bytes;
  }

 private:
  Result<void> all(void* data, std::size_t size, short events, Deadline until) {
    auto* at = static_cast<char*>(data);
    while (size > 0) {
      using std::chrono::milliseconds;
      const auto left = until == Deadline::max()
                            ? milliseconds(-1)
                            : std::chrono::ceil<milliseconds>(until - Deadline::clock::now());
      pollfd wait{fd_, events, 0};
      if (until != Deadline::max() && left.count() <= 0) return Error{kLate, ""};
      const int ready = ::poll(&wait, 1, static_cast<int>(left.count()));
      if (ready == 0) return Error{kLate, ""};
      const ssize_t done = ready < 0           ? -1
                           : events == POLLOUT ? ::send(fd_, at, size, MSG_NOSIGNAL | MSG_DONTWAIT)
                                               : ::recv(fd_, at, size, MSG_DONTWAIT);
      if (done < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (done <= 0) return Error{kEnded, ""};
      at += done;
      size -= static_cast<std::size_t>(done);
    }
    return {};
  }

  int fd_;
};

}  // namespace rulemap::isolate
