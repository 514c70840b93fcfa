// What a run would ask, noted while it is only planned. [any thread]
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/pipeline_file.h"

namespace rulemap::engine {

class PlannedRequests {
 public:
  struct Kind {
    std::int64_t needed = 0;  // requests that would leave
    std::int64_t cached = 0;
    std::int64_t at_most = 0;  // that good answers to others may lead to
  };
  // Requests of one host and credential.
  struct Account {
    std::string server;
    std::string account;
    std::vector<RateFile> rates;
    std::map<std::string, Kind> kinds;
  };

  // key: equal where the same answer is asked for; it is asked once. follows: kinds, "a|b".
  void needed(const std::string& server, const std::string& account,
              const std::vector<RateFile>& rates, std::string_view kind, std::string_view follows,
              const std::string& key);
  void answered(const std::string& server, const std::string& account,
                const std::vector<RateFile>& rates, std::string_view kind, const std::string& key);

  // When nothing is noted any more.
  const std::map<std::string, Account>& accounts() const { return accounts_; }

 private:
  Account& account(const std::string& server, const std::string& account,
                   const std::vector<RateFile>& rates);

  std::mutex mutex_;
  std::set<std::string> seen_;
  std::map<std::string, Account> accounts_;
};

}  // namespace rulemap::engine
