// The rows of one case that a case step holds: on disk, in memory only where each begins and
// whether it leads.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "rulemap/sdk/result.h"
#include "rulemap/spool/spool.h"
#include "run/row.h"

namespace rulemap::engine {

class HeldRows {
 public:
  // The file is made now and goes with this.
  static Result<HeldRows> make(const std::string& path);

  Result<void> add(const Row& row);
  // `from` goes into `into`; unknown numbers are ignored.
  void merge(std::uint64_t into, std::uint64_t from);

  std::size_t size() const { return rows_.size(); }
  // Whether row `index` leads: it was not merged into another one.
  bool leads(std::size_t index) const { return rows_[index].into == index; }
  // The rows that were merged into row `index`.
  const std::vector<std::size_t>& merged(std::size_t index) const;
  // Reads one row back.
  Result<Row> read(std::size_t index, const host::FieldTable& fields);

 private:
  // One for each row that is held: kept small.
  struct Held {
    std::uint64_t id;
    std::uint64_t offset;
    std::uint32_t length;
    std::uint32_t into;
  };

  explicit HeldRows(Spool spool) : spool_(std::move(spool)) {}
  std::size_t index_of(std::uint64_t id);

  Spool spool_;
  std::deque<Held> rows_;
  std::vector<std::uint32_t> by_id_;                                  // made by the first merge
  std::unordered_map<std::size_t, std::vector<std::size_t>> merged_;  // by the row that leads
};

}  // namespace rulemap::engine
