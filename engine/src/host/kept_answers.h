// Answers of one step for rows that have to come again: whichever instance is asked next, nothing
// is asked twice. [any thread]
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "host/http_answer.h"

namespace rulemap::engine {

class KeptAnswers {
 public:
  // Beyond `most_bytes` of bodies the rows that came first are asked anew.
  explicit KeptAnswers(std::size_t most_bytes = std::size_t{64} << 20) : most_bytes_(most_bytes) {}

  // Null: none.
  SharedAnswer find(std::uint64_t row, const std::string& request) const {
    const std::lock_guard lock(mutex_);
    const auto of = rows_.find(row);
    if (of == rows_.end()) return nullptr;
    const auto found = of->second.find(request);
    return found == of->second.end() ? nullptr : found->second;
  }
  void keep(std::uint64_t row, const std::string& request, SharedAnswer answer) {
    const std::lock_guard lock(mutex_);
    const std::size_t size = answer->body.size();
    if (!rows_[row].emplace(request, std::move(answer)).second) return;
    bytes_ += size;
    while (bytes_ > most_bytes_) erase(rows_.begin());
  }
  // Ends with the row.
  void forget(std::uint64_t row) {
    const std::lock_guard lock(mutex_);
    if (const auto found = rows_.find(row); found != rows_.end()) erase(found);
  }

 private:
  using Rows = std::map<std::uint64_t, std::map<std::string, SharedAnswer>>;

  void erase(Rows::iterator row) {
    for (const auto& each : row->second) bytes_ -= each.second->body.size();
    rows_.erase(row);
  }

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  Rows rows_;  // ids count up: the first came first
};

}  // namespace rulemap::engine
