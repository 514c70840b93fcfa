// One request over the network as libcurl drives it: TLS verified, no redirects, time and size
// bounded.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>

#include "host/http_answer.h"

namespace rulemap::engine {

struct LiveRequest {
  std::string method;
  std::string url;
  HttpHeaders headers;
  std::string_view body;  // has to stay until the answer is there
  std::int64_t timeout_ms = 0;
  std::size_t max_body = 0;
  bool gzip = false;  // the body is packed on its way
};

// The way out, for all requests of a pipeline.
struct WayOut {
  std::string proxy = {};    // empty: what the environment says
  std::string ca_file = {};  // empty: the system's authorities
};

class Transfer {
 public:
  explicit Transfer(const LiveRequest& request) : request_(request) {}
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Sets up an easy handle that has just been made or reset. Stays in place until finish().
  void begin(CURL* easy, const WayOut& way);
  // The answer, or the reason why there is none; it never holds a header's value.
  HttpAnswer finish(CURL* easy, CURLcode code);
  HttpAnswer cancelled() const;

 private:
  static std::size_t take_body(char* data, std::size_t, std::size_t size, void* to);
  static std::size_t take_header(char* data, std::size_t, std::size_t size, void* to);

  void set_body(CURL* easy);

  const LiveRequest& request_;
  std::string packed_;
  HttpAnswer answer_;
  bool too_large_ = false;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_{nullptr,
                                                                       curl_slist_free_all};
  char reason_[CURL_ERROR_SIZE] = "";
};

}  // namespace rulemap::engine
