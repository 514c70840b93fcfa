// The rows of one case that a case step holds: on disk as JSON lines, in memory only where each
// line begins and whose tokens it carries.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "rulemap/sdk/result.h"
#include "run/row.h"

namespace rulemap::engine {

class HeldRows {
 public:
  // The file is made now and removed at the end.
  static Result<HeldRows> make(const std::string& path);

  Result<void> add(const Row& row, const host::FieldTable& fields);
  // `from` goes into `into`; unknown numbers are ignored.
  void merge(std::uint64_t into, std::uint64_t from);

  std::size_t size() const { return rows_.size(); }
  // Whether row `index` leads: it was not merged into another one.
  bool leads(std::size_t index) const { return rows_[index].into == index; }
  // The rows that were merged into row `index`.
  const std::vector<std::size_t>& merged(std::size_t index) const { return rows_[index].merged; }
  // Reads one row back.
  Result<Row> read(std::size_t index, const host::FieldTable& fields);

 private:
  struct Held {
    std::uint64_t id;
    std::uint32_t of_case;
    std::vector<std::uint32_t> tokens;
    long offset;
    std::size_t length;
    std::size_t into;
    std::vector<std::size_t> merged;
  };
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::unique_ptr<std::FILE, Close> file_;
  std::string path_;
  std::vector<Held> rows_;
  std::unordered_map<std::uint64_t, std::size_t> index_of_id_;
};

}  // namespace rulemap::engine
