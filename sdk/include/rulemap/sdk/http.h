// HTTP as a plugin sees it: say what to ask, get an answer. The host does the rest (abi/http.h).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rulemap/abi/http.h"
#include "rulemap/sdk/config.h"
#include "rulemap/sdk/result.h"
#include "rulemap/sdk/value.h"

namespace rulemap {

struct Header {
  std::string name;
  std::string value = {};
  Secret secret = {};
};

struct Request {
  std::string url;
  std::vector<Header> headers = {};
  std::string method = "GET";
  std::string body = {};
  std::uint32_t row = RULEMAP_NO_ROW;  // set by row.send()
  // For a plan of the run: what this is, and what a good answer leads to ("a|b").
  std::string_view kind = {};
  std::string_view follows = {};
  bool of_allowance = false;  // it asks what is left of the allowance, so none is needed
  bool gzip = false;          // the host packs the body: for servers that say they take it
  bool reads = false;         // no GET, and yet it changes nothing: it leaves in a dry run
  std::size_t max_body = 0;   // bytes of the answer; 0: the host's limit
};

// Borrowed until the next send, or until the call ends.
struct Response {
  rulemap_status outcome = RULEMAP_FAILED;  // OK: `status` and `body` are the server's answer
  int status = 0;
  std::string_view body = {};
  std::string_view problem = {};
  std::int64_t retry_after_ms = -1;
  std::uint32_t from = RULEMAP_FROM_NETWORK;
};

}  // namespace rulemap
