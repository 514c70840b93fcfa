#include "rule_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include "rule_archive.h"
#include "rulemap/ids/digest.h"

namespace rulemap::sigma {
namespace {

constexpr std::string_view kMagic = "rulemap rules\n\x1A\n";
constexpr std::size_t kDigest = 32, kHead = kMagic.size() + 2 * kDigest;

std::string digest(std::string_view bytes) {
  const auto out = ids::sha256(bytes);
  return {reinterpret_cast<const char*>(out.data()), out.size()};
}

void append_part(std::string_view part, std::string& out) {
  out += std::to_string(part.size()) + ':';
  out += part;
}

class File {
 public:
  File(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return fd_ >= 0; }
  bool is_regular() const {
    struct stat info {};
    return fstat(fd_, &info) == 0 && S_ISREG(info.st_mode);
  }
  bool is_own() const {
    struct stat info {};
    return fstat(fd_, &info) == 0 && info.st_uid == geteuid() &&
           (info.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  }
  bool begins_with(std::string_view mark) const {
    std::string begin(mark.size(), '\0');
    return pread(fd_, begin.data(), begin.size(), 0) == static_cast<ssize_t>(begin.size()) &&
           begin == mark;
  }
  std::string text() const {
    struct stat info {};
    if (fstat(fd_, &info) != 0) return {};
    std::string out(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t length = 0;
    while (length < out.size()) {
      const ssize_t got = read(fd_, out.data() + length, out.size() - length);
      if (got <= 0) return {};
      length += static_cast<std::size_t>(got);
    }
    return out;
  }
  bool write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t wrote = write(fd_, bytes.data(), bytes.size());
      if (wrote < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
  }

 private:
  int fd_;
};

// Nothing, or a cache of rules, of whatever age and state.
bool may_be_replaced(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return errno == ENOENT;
  if (!S_ISREG(info.st_mode)) return false;
  const File file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  return file.is_open() && file.is_regular() && file.begins_with(kMagic);
}

}  // namespace

std::string cache_key(std::span<const RuleText> texts, const LoadOptions& options) {
  std::vector<std::string> digests(texts.size());
  options.run_all(texts.size(), [&](std::size_t i) { digests[i] = digest(texts[i].text); });
  std::string all = std::to_string(kArchiveFormat);
  for (const std::size_t limit : {options.limits.file_bytes, options.limits.files,
                                  options.limits.values, options.limits.problems}) {
    append_part(std::to_string(limit), all);
  }
  for (const auto& [name, values] : options.placeholders) {
    append_part(name, all);
    append_part(std::to_string(values.size()), all);
    for (const std::string& value : values) append_part(value, all);
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    append_part(texts[i].path, all);
    all += digests[i];
  }
  return digest(all);
}

std::optional<RuleSet> read_cache(const std::string& path, const std::string& key) {
  const File file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (!file.is_open() || !file.is_regular() || !file.is_own()) return std::nullopt;
  const std::string text = file.text();
  const std::string_view all = text;
  if (all.size() < kHead || !all.starts_with(kMagic)) return std::nullopt;
  if (all.substr(kMagic.size(), kDigest) != key) return std::nullopt;
  const std::string_view body = all.substr(kHead);
  if (all.substr(kMagic.size() + kDigest, kDigest) != digest(body)) return std::nullopt;
  return unarchived(body);
}

Result<void> write_cache(const std::string& path, const std::string& key, const RuleSet& rules) {
  if (!may_be_replaced(path)) {
    return Error{"this is no cache of rules, so it is left as it is; name a file that is not there",
                 path};
  }
  const std::string body = archived(rules);
  const std::string next = path + ".new." + std::to_string(getpid());
  unlink(next.c_str());
  const auto failed = [&] {
    const std::string why = std::strerror(errno);
    unlink(next.c_str());
    return Error{"the rules could not be kept for the next load: " + why, path};
  };
  {
    const File file(next, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.is_open()) return failed();
    const bool is_written = file.write_all(kMagic) && file.write_all(key) &&
                            file.write_all(digest(body)) && file.write_all(body);
    if (!is_written) return failed();
  }
  if (std::rename(next.c_str(), path.c_str()) != 0) return failed();
  return {};
}

}  // namespace rulemap::sigma
