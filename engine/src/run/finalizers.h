// Which input tokens have found their end. A token is open while a row that carries it is on its
// way (row_table.h); emitted rows carry the tokens of the row that they were made of.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace rulemap::engine {

class Finalizers {
 public:
  // A new token, open once.
  std::uint32_t add() {
    open_.push_back(1);
    return static_cast<std::uint32_t>(open_.size() - 1);
  }
  void hold(std::uint32_t token) { ++open_[token]; }
  // True where this was the last one: the token is final.
  bool release(std::uint32_t token) {
    if (open_[token] == 0 || --open_[token] > 0) return false;
    ++final_;
    return true;
  }
  bool is_final(std::uint32_t token) const { return open_[token] == 0; }
  std::uint64_t count() const { return open_.size(); }
  std::uint64_t final_count() const { return final_; }

  // Everything emitted so far belongs to this checkpoint of a source.
  void checkpoint(std::size_t source, std::string text) {
    checkpoints_.push_back({source, std::move(text), open_.size()});
  }
  // Calls `done` for each checkpoint whose tokens, and all before them, are final; in order.
  void settle(const std::function<void(std::size_t source, const std::string& text)>& done) {
    while (!checkpoints_.empty()) {
      while (settled_ < checkpoints_.front().end && is_final(settled_)) ++settled_;
      if (settled_ < checkpoints_.front().end) return;
      done(checkpoints_.front().source, checkpoints_.front().text);
      checkpoints_.pop_front();
    }
  }

 private:
  struct Checkpoint {
    std::size_t source;
    std::string text;
    std::size_t end;
  };
  std::deque<std::uint32_t> open_;
  std::deque<Checkpoint> checkpoints_;
  std::uint64_t final_ = 0;
  std::uint32_t settled_ = 0;
};

}  // namespace rulemap::engine
