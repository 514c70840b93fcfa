// How many requests may leave by `limits.rate`, by what providers say is left, and by what servers
// refuse: counted for each host and credential, whichever steps ask.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "config/pipeline_file.h"

namespace rulemap::engine {

// Times are a steady clock's. [any thread]
class Limiter {
 public:
  // How long a request has to wait; 0: it may leave.
  struct Wait {
    std::int64_t ms = 0;
    std::string why = {};  // "the allowance of 500/day (limits.rate)"
  };
  // What a provider says is left of its allowance, until it begins anew.
  struct Told {
    std::int64_t allowed = 0;
    std::int64_t left = 0;
    std::int64_t until_ms = 0;
  };

  // Rates that some step has, before anything is sent: so much of the past has to be remembered.
  void expect(const std::vector<RateFile>& rates);
  // Whether some step has one.
  bool expects_any() const;
  // Takes one request to `account` at `now_ms`, or says how long until one is free. The account
  // obeys the strictest of the rates that its steps came with, and what its provider told.
  // What is known of the time before this process began; asked for once.
  struct Past {
    std::vector<std::int64_t> ages = {};  // of requests that left, the oldest first
    std::int64_t closed_ms = 0;           // for so much longer nothing leaves, because:
    std::string why_closed = {};
    int refused_in_a_row = 0;
  };
  using Before = std::function<Past(std::int64_t longest_ms, std::int64_t most)>;
  Wait take(const std::string& account, const std::vector<RateFile>& rates, std::int64_t now_ms,
            const Before& before = nullptr);
  // Nothing leaves for `account` until then: the server said so.
  void close(const std::string& account, std::int64_t until_ms, const std::string& why);
  // The server answered 429. retry_after_ms: -1 where it did not say when to come again. Closes the
  // account for that time, or a minute; for at least a minute where it is the second in a row;
  // until `day_ends_ms` with the third. Answers to what had left before count as one. Gives how
  // long it is closed.
  std::int64_t refused(const std::string& account, std::int64_t now_ms, std::int64_t retry_after_ms,
                       std::int64_t day_ends_ms);
  // It answered something else. True where that ended a row of refusals.
  bool answered(const std::string& account, std::int64_t now_ms);
  // Until when it is closed and after how many refusals, for who keeps that.
  Past closing(const std::string& account, std::int64_t now_ms) const;
  // By span; what was told of it before counts no longer.
  void tell(const std::string& account, std::uint32_t span, const Told& told);

 private:
  struct Account {
    bool knows_past = false;
    std::map<std::int64_t, std::int64_t> counts;  // by span
    std::deque<std::int64_t> taken;
    std::map<std::uint32_t, Told> told;
    std::int64_t closed_until = 0;
    bool closed = false;
    std::string why_closed;
    int refused_in_a_row = 0;
  };
  void begin(Account& account, const Past& past, std::int64_t now_ms) const;
  void forget_old(Account& account, std::int64_t now_ms) const;
  static void close(Account& account, std::int64_t until_ms, const std::string& why);

  mutable std::mutex mutex_;
  std::int64_t longest_ms_ = 0;
  std::int64_t most_ = 0;  // no rate asks for more of the past
  std::map<std::string, Account> accounts_;
};

}  // namespace rulemap::engine
