// rulemap.metrics/1 of one source, step or sink: counters and gauges by name, shared by its
// instances. [any thread]
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "rulemap/abi/metrics.h"
#include "rulemap/sdk/value.h"

namespace rulemap::engine {

class Metrics {
 public:
  Metrics()
      : abi_{sizeof abi_, this,
             [](const rulemap_metrics* abi, rulemap_text name, std::int64_t amount) noexcept {
               static_cast<Metrics*>(abi->host)->change(name, amount, true);
             },
             [](const rulemap_metrics* abi, rulemap_text name, std::int64_t value) noexcept {
               static_cast<Metrics*>(abi->host)->change(name, value, false);
             }} {}
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  const rulemap_metrics* abi() const { return &abi_; }
  std::map<std::string, std::int64_t> values() const {
    const std::lock_guard lock(mutex_);
    return values_;
  }

 private:
  // Names are the plugin's words, and may be wrong ones: few and short.
  static constexpr std::size_t kMostNames = 100;
  static constexpr std::size_t kLongestName = 100;

  void change(rulemap_text name, std::int64_t by, bool adds) {
    const std::string key(view(name).substr(0, kLongestName));
    const std::lock_guard lock(mutex_);
    auto found = values_.find(key);
    if (found == values_.end()) {
      const bool full = values_.size() >= kMostNames;
      found = values_.try_emplace(full ? "names_left_out" : key).first;
      if (full) adds = true, by = 1;
    }
    found->second = adds ? static_cast<std::int64_t>(static_cast<std::uint64_t>(found->second) +
                                                     static_cast<std::uint64_t>(by))
                         : by;
  }

  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t> values_;
  rulemap_metrics abi_;
};

}  // namespace rulemap::engine
