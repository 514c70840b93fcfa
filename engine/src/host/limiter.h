// How many requests may leave by `limits.rate`, and by what servers say: counted for each host and
// credential, whichever steps ask. Several windows at once, each a count in a span of time.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "config/pipeline_file.h"

namespace rulemap::engine {

// Times are a steady clock's. [any thread]
class Limiter {
 public:
  // Rates that some step has, before anything is sent: so much of the past has to be remembered.
  void expect(const std::vector<RateFile>& rates);
  // Whether some step has one.
  bool expects_any() const;
  // Takes one request to `account` at `now_ms` and gives 0, or gives the milliseconds until one is
  // free. The account obeys the strictest of the rates that its steps came with.
  // What left before this process began is asked for once: how long ago, the oldest first.
  using Before =
      std::function<std::vector<std::int64_t>(std::int64_t longest_ms, std::int64_t most)>;
  std::int64_t take(const std::string& account, const std::vector<RateFile>& rates,
                    std::int64_t now_ms, const Before& before = nullptr);
  // Nothing leaves for `account` until then: the server said so.
  void close(const std::string& account, std::int64_t until_ms);

 private:
  struct Account {
    std::map<std::int64_t, std::int64_t> counts;  // by span
    std::deque<std::int64_t> taken;
    std::optional<std::int64_t> closed;  // until then
  };
  void forget_old(Account& account, std::int64_t now_ms) const;

  mutable std::mutex mutex_;
  std::int64_t longest_ms_ = 0;
  std::int64_t most_ = 0;  // no rate asks for more of the past
  std::map<std::string, Account> accounts_;
};

}  // namespace rulemap::engine
