// What the runner has to remember of every row, few bytes each: its case, its inputs, how many ways
// it is still on, and which sinks have not answered for it.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rulemap::engine {

class RowTable {
 public:
  using Tokens = std::vector<std::uint32_t>;

  explicit RowTable(std::size_t sinks) : unanswered_(sinks) {}

  // The id of a new row, on one way; ids count from 1.
  std::uint64_t add(const Tokens& tokens, std::uint32_t of_case) {
    first_token_.push_back(tokens.front());
    case_.push_back(of_case);
    ways_.push_back(1);
    if (tokens.size() > 1) more_[first_token_.size()] = tokens;
    return first_token_.size();
  }
  std::span<const std::uint32_t> tokens(std::uint64_t id) const {
    const auto found = more_.find(id);
    return found == more_.end() ? std::span(&first_token_[id - 1], 1) : std::span(found->second);
  }

  // One more way: a further sink.
  void hold(std::uint64_t id) { ++ways_[id - 1]; }
  // The end of one way. Where it was the last: the inputs that end with the row.
  Tokens release(std::uint64_t id) {
    if (--ways_[id - 1] > 0) return {};
    const auto own = tokens(id);
    Tokens out(own.begin(), own.end());
    append_joined(out, id);
    more_.erase(id);
    return out;
  }
  bool is_open(std::uint64_t id) const {
    return id >= 1 && id <= ways_.size() && ways_[id - 1] > 0;
  }
  // Row `from` ends here; its inputs end with row `into`, which is open.
  void join(std::uint64_t from, std::uint64_t into) {
    Tokens theirs = close(from);
    Tokens& joined = joined_[into];
    joined.insert(joined.end(), theirs.begin(), theirs.end());
  }
  // Row `from` ends here; `into` carries its inputs from now on, which are those given.
  void merge(std::uint64_t from, std::uint64_t into, const Tokens& all) {
    if (joined_.count(from)) append_joined(joined_[into], from);
    close(from);
    more_[into] = all;
  }

  void ask(std::size_t sink, std::uint64_t id) {
    std::vector<bool>& bits = unanswered_[sink];
    if (bits.size() < id) bits.resize(ways_.size());
    bits[id - 1] = true;
  }
  // False where nothing was asked, or the answer was given before.
  bool answer(std::size_t sink, std::uint64_t id) {
    if (!is_unanswered(sink, id)) return false;
    unanswered_[sink][id - 1] = false;
    return true;
  }
  bool is_unanswered(std::size_t sink, std::uint64_t id) const {
    const std::vector<bool>& bits = unanswered_[sink];
    return id >= 1 && id <= bits.size() && bits[id - 1];
  }
  std::vector<std::uint64_t> unanswered(std::size_t sink, std::uint32_t of_case) const {
    std::vector<std::uint64_t> out;
    for (std::uint64_t id = 1; id <= unanswered_[sink].size(); ++id) {
      if (unanswered_[sink][id - 1] && case_[id - 1] == of_case) out.push_back(id);
    }
    return out;
  }

 private:
  // All inputs of a row that goes no further itself.
  Tokens close(std::uint64_t id) {
    ways_[id - 1] = 1;
    return release(id);
  }
  void append_joined(Tokens& out, std::uint64_t id) {
    if (auto joined = joined_.extract(id)) {
      out.insert(out.end(), joined.mapped().begin(), joined.mapped().end());
    }
  }

  // Deques: they grow without a second block beside the first.
  std::deque<std::uint32_t> first_token_;
  std::deque<std::uint32_t> case_;
  std::deque<std::uint16_t> ways_;
  std::unordered_map<std::uint64_t, Tokens> more_;  // rows with several inputs
  std::unordered_map<std::uint64_t, Tokens>
      joined_;  // inputs of duplicates, by the row they repeat
  std::vector<std::vector<bool>> unanswered_;
};

}  // namespace rulemap::engine
