// One request over the network by libcurl: TLS verified, no redirects, time and size bounded.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rulemap/sdk/result.h"

namespace rulemap::engine {

struct LiveRequest {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string_view body;
  std::int64_t timeout_ms;
  std::size_t max_body;
};

struct LiveAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
};

// Keeps its connections between requests. One thread at a time.
class LiveHttp {
 public:
  LiveHttp();
  ~LiveHttp();
  LiveHttp(const LiveHttp&) = delete;
  LiveHttp& operator=(const LiveHttp&) = delete;

  // The error says what kept the answer from coming; it never holds a header's value.
  Result<LiveAnswer> send(const LiveRequest& request);

 private:
  void* curl_;
};

}  // namespace rulemap::engine
