// A file for the time of a run: bytes go in as they come and are read again at their offset. It has
// no name from the start, so its space goes with the process, however that ends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rulemap/sdk/result.h"

namespace rulemap {

// Movable. One thread at a time.
class Spool {
 public:
  // Makes the file at `path`, in place of one that is there, and takes its name away.
  static Result<Spool> make(const std::string& path);
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  ~Spool();

  // The offset of `bytes`. Written in blocks; fails where the disk is full, and the spool is then
  // as it was.
  Result<std::uint64_t> append(std::string_view bytes);
  // `size` bytes of one append().
  Result<std::string> read(std::uint64_t offset, std::size_t size) const;

 private:
  Spool(int file, std::string path) : file_(file), path_(std::move(path)) {}
  bool write_out();

  int file_;
  std::string path_;  // for messages
  std::uint64_t written_ = 0;
  std::string tail_;  // what comes behind that
};

}  // namespace rulemap
