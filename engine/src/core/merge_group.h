// The rows of one case, and which of them are one thing. Names that prove it join at once; an MD5,
// SHA-1 or SHA-512 joins when the case closes, and never two files that each have a SHA-256.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/key_digest.h"
#include "rulemap/spool/key_table.h"

namespace rulemap::engine {

class MergeGroup {
 public:
  // Numbers count from 0, in the order of the rows.
  std::uint32_t add(std::uint64_t row_id);
  // The row is whatever else has this name.
  void name(std::uint32_t row, const KeyDigest& name);
  // The row is a file, known by its SHA-256.
  void name_sha256(std::uint32_t row, const KeyDigest& name);
  // The row has a hash that another file may share: "md5 d41d...".
  void name_weak(std::uint32_t row, const std::string& hash);
  // The row is joined with none, for this reason.
  void leave_alone(std::string why) { left_apart_.push_back(std::move(why)); }

  // {into, from} by row id; the earliest row leads. To be called once.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> close();
  // What was not joined although it shares something. After close().
  const std::vector<std::string>& left_apart() const { return left_apart_; }

 private:
  struct Shared {
    KeyDigest name;
    std::uint32_t first, row;
    std::string hash;
  };
  using Rows = std::vector<std::uint32_t>;

  std::uint32_t head(std::uint32_t row);
  void join(std::uint32_t a, std::uint32_t b);
  // Rows and groups without a SHA-256 that share a hash become one; gives each of these groups'
  // heads the files that it could be.
  std::unordered_map<std::uint32_t, Rows> join_rows_without_sha256();
  void join_files(const std::unordered_map<std::uint32_t, Rows>& candidates);

  std::deque<std::uint64_t> rows_;
  std::deque<std::uint32_t> parent_;
  std::vector<bool> is_file_;    // by head: has a SHA-256
  KeyTable names_, weak_names_;  // to the first row that has it, plus 1
  std::vector<Shared> shared_;
  std::vector<std::string> left_apart_;
};

}  // namespace rulemap::engine
