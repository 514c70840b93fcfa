// The recorded answers of examples/recordings, for tests.
#pragma once

#include <cstdlib>
#include <map>
#include <string>

#include "report_testing.h"

namespace rulemap::virustotal {

struct Recording {
  std::string request;  // "GET https://..."
  int status = 0;
  std::string body;
};

inline Recording read_recording(const std::filesystem::path& path) {
  const std::string text = read_text(path);
  const std::size_t first = text.find('\n');
  const std::size_t blank = text.find("\n\n");
  return {text.substr(0, first), std::atoi(text.c_str() + first + 1), text.substr(blank + 2)};
}

// By path below the folder of recordings.
inline std::map<std::string, Recording> recordings() {
  const std::filesystem::path root = RULEMAP_SOURCE_DIR "/examples/recordings";
  std::map<std::string, Recording> out;
  for (const auto& each : std::filesystem::recursive_directory_iterator(root)) {
    if (each.path().extension() != ".http") continue;
    out[std::filesystem::relative(each.path(), root).string()] = read_recording(each.path());
  }
  return out;
}

}  // namespace rulemap::virustotal
