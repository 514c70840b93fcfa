// One kind of question beside the report: what stands in the way of it is remembered, so that a key
// that may not ask it asks once.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "answer.h"
#include "rulemap/sdk/host.h"

namespace rulemap::virustotal {

class Endpoint {
 public:
  // what: as it stands in messages; without: what reports go on without where it is forbidden.
  Endpoint(std::string_view what, std::string_view without, const std::vector<std::string>& read,
           DataIs data_is)
      : what_(what), without_(without), read_(read), data_is_(data_is) {}

  std::string_view what() const { return what_; }
  bool is_forbidden() const { return is_forbidden_; }
  Answer read(const Host& host, const Response& response) const {
    return judge(host, response, read_, data_is_);
  }
  // The key may not ask this: said once, for calls may meet, and not asked again.
  void forbid(const Host& host, const Answer& answer) {
    if (is_forbidden_.exchange(true)) return;
    host.warn("the key may not read " + std::string(what_) + ", so reports go on without " +
              std::string(without_) + ": " + answer.why);
  }

 private:
  std::string_view what_;
  std::string_view without_;
  Parts read_;
  DataIs data_is_;
  std::atomic<bool> is_forbidden_ = false;
};

}  // namespace rulemap::virustotal
