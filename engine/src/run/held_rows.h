// The rows of one case that a case step holds: on disk, and beside them, of fixed size, where each
// begins; in memory only whether it leads.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "rulemap/host/step_instance.h"
#include "rulemap/sdk/result.h"
#include "rulemap/spool/spool.h"
#include "run/row.h"

namespace rulemap::engine {

class HeldRows {
 public:
  // Two files, which go with this.
  static Result<HeldRows> make(const std::string& path);

  Result<void> add(const Row& row);
  // Each `from` goes into its `into`; unknown numbers are ignored. Reads the whole index.
  Result<void> merge(std::span<const host::MergeOrder> orders);

  std::size_t size() const { return into_.size(); }
  // Whether row `index` leads: it was not merged into another one.
  bool leads(std::size_t index) const { return into_[index] == index; }
  // The rows that were merged into row `index`.
  const std::vector<std::size_t>& merged(std::size_t index) const;
  // Reads one row back.
  Result<Row> read(std::size_t index, const host::FieldTable& fields);

 private:
  struct Held {
    std::uint64_t id;
    std::uint64_t offset;
    std::uint64_t length;
  };

  HeldRows(Spool rows, Spool index) : rows_(std::move(rows)), index_(std::move(index)) {}
  Result<Held> held(std::size_t index) const;
  void join(std::size_t into, std::size_t from);

  Spool rows_;
  Spool index_;  // of Held
  std::deque<std::uint32_t> into_;
  std::unordered_map<std::size_t, std::vector<std::size_t>> merged_;  // by the row that leads
};

}  // namespace rulemap::engine
