// A client for the tests of the simulated MISP server: libcurl, as a real one would use it.
#pragma once

#include <curl/curl.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "contract/misp/json.h"
#include "contract/misp/simulated_misp.h"

namespace rulemap::simulated {

struct Reply {
  CURLcode result = CURLE_OK;
  int status = 0;
  std::map<std::string, std::string> headers = {};  // names in lower case; the last of each
  std::string body = {};
  std::shared_ptr<Document> json = {};

  const Json& operator[](const char* name) const { return (*json)[name]; }
  const Json& event() const { return (*json)["Event"]; }
  std::string message() const { return text_of(*json, "message"); }
};

// Headers that every request has; one with an empty value is left out, others are added.
using Headers = std::map<std::string, std::string>;

class Client {
 public:
  explicit Client(const SimulatedMisp& misp, std::string_view key = kSiteAdminKey)
      : url_(misp.url()), key_(key) {}
  Client with(std::string_view key) const {
    Client out = *this;
    out.key_ = key;
    return out;
  }
  Reply get(const std::string& path, const Headers& headers = {}) const {
    return send("GET", path, "", headers);
  }
  Reply post(const std::string& path, std::string_view body, const Headers& headers = {}) const {
    return send("POST", path, body, headers);
  }
  Reply send(const std::string& method, const std::string& path, std::string_view body,
             const Headers& headers = {}) const;

 private:
  std::string url_, key_;
};

}  // namespace rulemap::simulated
