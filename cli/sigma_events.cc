#include "rulemap/sigma/event_file.h"
#include "sigma.h"

namespace rulemap::cli {
namespace {

bool fail(const std::string& path, const std::string& why) {
  complain("rulemap: " + (path == "-" ? "standard input" : path) + ": " + why + "\n");
  return false;
}

}  // namespace

bool read_events(const std::string& path,
                 const std::function<bool(const sigma::EventRecord&)>& take) {
  auto file = sigma::EventFile::open(path);
  if (!file) return fail(path, file.error().message);
  while (const auto record = file->next()) {
    if (!take(*record)) return true;
  }
  return file->trouble().empty() || fail(path, file->trouble());
}

}  // namespace rulemap::cli
