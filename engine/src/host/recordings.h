// Recorded HTTP answers: one readable file an answer, found by its request. The one format for
// replay, pipeline tests and the harness; docs/recordings.md describes it for people.
//
//   GET https://www.virustotal.com/api/v3/domains/evil.example
//   200
//   content-type: application/json
//
//   {"data": ...}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::engine {

struct RecordedAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
};

// The file of a request below a folder of recordings: host and path as folders, everything that a
// file name cannot hold percent-encoded, long parts shortened with a hash.
std::string recording_path(std::string_view method, std::string_view url);

// Writes an answer so that Recordings find it: beside its place first, so that nobody reads half of
// it. [any thread]
Result<void> write_recording(const std::string& folder, std::string_view method,
                             std::string_view url, const RecordedAnswer& answer);

class Recordings {
 public:
  explicit Recordings(std::string folder) : folder_(std::move(folder)) {}

  // Nothing where there is no recording; an error where it cannot be read or is for another
  // request.
  Result<std::optional<RecordedAnswer>> find(std::string_view method, std::string_view url,
                                             std::size_t max_body) const;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

}  // namespace rulemap::engine
