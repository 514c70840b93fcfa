// Requests to one MISP server: their form, and the judgement of what comes back.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/sdk/host.h"
#include "rulemap/sdk/parts.h"
#include "server/answer.h"

namespace rulemap::misp {

struct Ask {
  std::string path;  // "/events/view/UUID/deleted:1.json"
  Asked asked;
  std::string body = {};        // JSON; empty: a GET
  bool reads = false;           // a POST that changes nothing
  bool as_page = false;         // answers a page's script where it would redirect a client
  const Parts* read = nullptr;  // members of the answer; null: all
  std::size_t max_body = 0;     // bytes of the answer; 0: the host's limit
};

class Api {
 public:
  // url: without a slash at its end; it may hold a path. The host outlives the calls.
  Api(Host host, std::string url, Secret key) : host_(host), url_(std::move(url)), key_(key) {}

  // An answer's body is good until it is released or the call into the plugin ends.
  Answer ask(const Ask& what);
  void release(const Answer& answer) const { host_.release(answer.body); }

  const std::string& url() const { return url_; }
  const Host& host() const { return host_; }

 private:
  // Whether this server unpacks bodies; asked before the first large one.
  bool takes_gzip();

  Host host_;
  std::string url_;
  Secret key_;
  enum class Gzip { not_asked, taken, not_taken } gzip_ = Gzip::not_asked;
};

}  // namespace rulemap::misp
