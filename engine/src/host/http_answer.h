// An answer to a request, wherever it came from; shared by everybody who asked for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rulemap/abi/http.h"

namespace rulemap::engine {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;  // names in lower case

struct HttpAnswer {
  rulemap_status outcome = RULEMAP_FAILED;
  int status = 0;
  HttpHeaders headers = {};
  std::string body = {};
  std::string problem = {};
  std::uint32_t from = RULEMAP_FROM_NETWORK;
  std::int64_t retry_after_ms = -1;
};
using SharedAnswer = std::shared_ptr<const HttpAnswer>;

inline SharedAnswer shared(HttpAnswer answer) {
  return std::make_shared<const HttpAnswer>(std::move(answer));
}

// Counted for the summary. [any thread]
struct HttpCounts {
  std::atomic<std::uint64_t> replayed = 0;
  std::atomic<std::uint64_t> network = 0;
  std::atomic<std::uint64_t> cached = 0;
  std::atomic<std::uint64_t> unrecorded = 0;
  std::atomic<std::uint64_t> failed = 0;
};

}  // namespace rulemap::engine
