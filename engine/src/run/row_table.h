// What the runner has to remember of every row, few bytes each: its case, its inputs, and which
// sinks have not answered for it.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace rulemap::engine {

class RowTable {
 public:
  explicit RowTable(std::size_t sinks) : unanswered_(sinks), count_(sinks) {}

  // The id of a new row; ids count from 1.
  std::uint64_t add(std::uint32_t token, std::uint32_t of_case) {
    token_.push_back(token);
    case_.push_back(of_case);
    return token_.size();
  }
  bool knows(std::uint64_t id) const { return id >= 1 && id <= token_.size(); }
  std::uint32_t first_token(std::uint64_t id) const { return token_[id - 1]; }
  std::uint32_t case_of(std::uint64_t id) const { return case_[id - 1]; }
  // A row that carries more inputs than the one it was made of.
  void set_tokens(std::uint64_t id, const std::vector<std::uint32_t>& tokens) {
    token_[id - 1] = tokens.front();
    if (tokens.size() > 1) more_[id] = tokens;
  }
  std::span<const std::uint32_t> tokens(std::uint64_t id) const {
    const auto found = more_.find(id);
    return found == more_.end() ? std::span(&token_[id - 1], 1) : std::span(found->second);
  }

  void ask(std::size_t sink, std::uint64_t id) {
    std::vector<bool>& bits = unanswered_[sink];
    if (bits.size() < id) bits.resize(token_.size());
    if (!bits[id - 1]) ++count_[sink];
    bits[id - 1] = true;
  }
  // False where nothing was asked, or the answer was given before.
  bool answer(std::size_t sink, std::uint64_t id) {
    std::vector<bool>& bits = unanswered_[sink];
    if (id < 1 || id > bits.size() || !bits[id - 1]) return false;
    bits[id - 1] = false;
    --count_[sink];
    return true;
  }
  bool is_unanswered(std::size_t sink, std::uint64_t id) const {
    const std::vector<bool>& bits = unanswered_[sink];
    return id >= 1 && id <= bits.size() && bits[id - 1];
  }
  std::vector<std::uint64_t> unanswered(std::size_t sink, std::uint32_t of_case) const {
    std::vector<std::uint64_t> out;
    if (count_[sink] == 0) return out;
    for (std::uint64_t id = 1; id <= unanswered_[sink].size(); ++id) {
      if (unanswered_[sink][id - 1] && case_[id - 1] == of_case) out.push_back(id);
    }
    return out;
  }

 private:
  std::vector<std::uint32_t> token_, case_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> more_;
  std::vector<std::vector<bool>> unanswered_;
  std::vector<std::size_t> count_;
};

}  // namespace rulemap::engine
