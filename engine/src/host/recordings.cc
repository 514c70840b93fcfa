#include "host/recordings.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "rulemap/host/options.h"
#include "rulemap/ids/uuid.h"

namespace rulemap::engine {
namespace {

constexpr std::size_t kLongestName = 180;
constexpr std::size_t kLongestHead = 64 * 1024;

std::string file_name(std::string_view part) {
  constexpr std::string_view kPlain = "._-~=%&?@+,!:";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : part) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || kPlain.find(c) != std::string_view::npos)
      out += c;
    else
      (out += '%', out += kHex[byte >> 4], out += kHex[byte & 15]);
  }
  if (out == ".") return "%2E";
  if (out == "..") return "%2E%2E";
  if (out.size() <= kLongestName) return out;
  return out.substr(0, 120) + "~" + ids::sha256_hex(part).substr(0, 16);
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

// The next line without its end; nothing at the end of the text.
std::optional<std::string_view> take_line(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// A regular file; its size and its bytes without asking for its path twice.
class OpenFile {
 public:
  // Not blocked by what is no file.
  explicit OpenFile(const std::string& path)
      : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)), failed_(errno) {
    if (file_ >= 0 && ::fstat(file_, &about_) != 0) about_ = {};
  }
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  // One that may not be opened is there as well; it cannot be read.
  bool is_there() const { return file_ >= 0 ? S_ISREG(about_.st_mode) : failed_ == EACCES; }
  std::size_t size() const { return static_cast<std::size_t>(about_.st_size); }
  // Fills all of `to`.
  bool read(std::string& to) const {
    std::size_t got = 0;
    while (got < to.size()) {
      const ssize_t more = ::read(file_, to.data() + got, to.size() - got);
      if (more < 0 && errno == EINTR) continue;
      if (more <= 0) return false;
      got += static_cast<std::size_t>(more);
    }
    return file_ >= 0;
  }

 private:
  int file_;
  int failed_;
  struct stat about_ = {};
};

Result<RecordedAnswer> parse(std::string text, const std::string& request,
                             const std::string& path) {
  std::string_view rest = text;
  const auto first = take_line(rest);
  if (!first || *first != request) {
    return Error{"the recording has to begin with `" + request + "`", path + ":1"};
  }
  const auto second = take_line(rest);
  const auto status = host::options::number<int>(second.value_or(""));
  if (!status || *status < 100 || *status > 599) {
    return Error{"the second line has to be an HTTP status, such as 200", path + ":2"};
  }
  RecordedAnswer out;
  out.status = *status;
  while (const auto line = take_line(rest)) {
    if (line->empty()) break;
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) return Error{"a header line needs a colon", path};
    std::string name = trimmed(line->substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out.headers.emplace_back(std::move(name), trimmed(line->substr(colon + 1)));
  }
  text.erase(0, text.size() - rest.size());
  out.body = std::move(text);
  return out;
}

}  // namespace

std::string recording_path(std::string_view method, std::string_view url) {
  const std::size_t scheme = url.find("://");
  std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  const std::size_t query = std::min(rest.find('?'), rest.size());
  std::string_view path = rest.substr(0, query);
  std::string out;
  for (std::size_t slash; (slash = path.find('/')) != std::string_view::npos;) {
    out += file_name(path.substr(0, slash)) + "/";
    path.remove_prefix(slash + 1);
  }
  const std::string prefix = method == "GET" ? "" : std::string(method) + " ";
  return out + file_name(prefix + std::string(path) + std::string(rest.substr(query))) + ".http";
}

Result<void> write_recording(const std::string& folder, std::string_view method,
                             std::string_view url, const RecordedAnswer& answer) {
  const std::string path = folder + "/" + recording_path(method, url);
  const std::size_t thread = std::hash<std::thread::id>{}(std::this_thread::get_id());
  const std::string part =
      path + "." + std::to_string(::getpid()) + "-" + std::to_string(thread) + ".part";
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  if (failed) return Error{"the folder cannot be made: " + failed.message(), path};
  std::ofstream file(part, std::ios::binary);
  file << method << " " << url << "\n" << answer.status << "\n";
  for (const auto& [name, value] : answer.headers) file << name << ": " << value << "\n";
  file << "\n" << answer.body;
  file.close();
  if (file) std::filesystem::rename(part, path, failed);
  if (file && !failed) return {};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return Error{"the recording cannot be written" + (failed ? ": " + failed.message() : ""), path};
}

Result<std::optional<RecordedAnswer>> Recordings::find(std::string_view method,
                                                       std::string_view url,
                                                       std::size_t max_body) const {
  const std::string path = folder_ + "/" + recording_path(method, url);
  const OpenFile file(path);
  if (!file.is_there()) return std::optional<RecordedAnswer>{};
  const std::size_t size = file.size();
  if (size > max_body + kLongestHead) {
    return Error{"the recording has " + std::to_string(size) + " bytes; the limit is " +
                     std::to_string(max_body),
                 path};
  }
  std::string text(size, '\0');
  if (!file.read(text)) return Error{"the recording cannot be read", path};
  auto answer = parse(std::move(text), std::string(method) + " " + std::string(url), path);
  if (!answer.ok()) return answer.error();
  return std::optional<RecordedAnswer>(std::move(answer).value());
}

}  // namespace rulemap::engine
