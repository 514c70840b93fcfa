// One kind of question beside the report: that a key may not ask it is remembered, so that it is
// asked and said once.
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
  Endpoint(std::string_view what, std::string_view without) : what_(what), without_(without) {}

  std::string what() const { return std::string(what_); }
  bool is_forbidden() const { return is_forbidden_; }
  // Calls may meet; the first says it.
  void forbid(const Host& host, const Answer& answer) {
    if (is_forbidden_.exchange(true)) return;
    host.warn("the key may not read " + what() + ", so reports go on without " +
              std::string(without_) + ": " + answer.why);
  }

 private:
  std::string_view what_;
  std::string_view without_;
  std::atomic<bool> is_forbidden_ = false;
};

}  // namespace rulemap::virustotal
