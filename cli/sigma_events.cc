#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "sigma.h"

namespace rulemap::cli {
namespace {

struct CloseGz {
  void operator()(gzFile file) const { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, CloseGz>;

// zlib reads what is no gzip as it is.
GzFile open(const std::string& path) {
  if (path != "-") return GzFile(gzopen(path.c_str(), "rb"));
  const int copy = ::dup(STDIN_FILENO);
  return GzFile(copy < 0 ? nullptr : gzdopen(copy, "rb"));
}

bool fail(const std::string& path, const std::string& why) {
  complain("rulemap: " + (path == "-" ? "standard input" : path) + ": " + why + "\n");
  return false;
}

std::string trouble_of(gzFile file) {
  int code = Z_OK;
  const char* const message = gzerror(file, &code);
  if (code == Z_OK || code == Z_STREAM_END) return "";
  return code == Z_ERRNO ? std::strerror(errno) : message;
}

}  // namespace

bool read_events(const std::string& path,
                 const std::function<bool(const sigma::EventRecord&)>& take) {
  const GzFile file = open(path);
  if (!file) return fail(path, std::strerror(errno));
  gzbuffer(file.get(), 1 << 18);
  sigma::EventRecords records;
  const auto take_all = [&] {
    while (const auto record = records.next()) {
      if (!take(*record)) return false;
    }
    return true;
  };
  std::string bytes(1 << 18, '\0');
  int size = 0;
  while ((size = gzread(file.get(), bytes.data(), static_cast<unsigned>(bytes.size()))) > 0) {
    records.add({bytes.data(), static_cast<std::size_t>(size)});
    if (!take_all()) return true;
  }
  // What came before the fault is taken; nothing was cut where there is none.
  const std::string trouble = trouble_of(file.get());
  records.finish();
  if (!take_all()) return true;
  return trouble.empty() || fail(path, trouble);
}

}  // namespace rulemap::cli
