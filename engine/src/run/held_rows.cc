#include "run/held_rows.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <utility>

#include "record/packed.h"

namespace rulemap::engine {
namespace {

// In front of the record: its case and its tokens.
using Number = std::uint32_t;

void put(std::string& out, Number number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Nothing where the bytes have come to their end.
Number take(std::string_view& bytes) {
  Number out = 0;
  if (bytes.size() < sizeof out) return 0;
  std::memcpy(&out, bytes.data(), sizeof out);
  bytes.remove_prefix(sizeof out);
  return out;
}

}  // namespace

Result<HeldRows> HeldRows::make(const std::string& path) {
  auto spool = Spool::make(path);
  if (!spool.ok()) return spool.error();
  return HeldRows(std::move(spool).value());
}

Result<void> HeldRows::add(const Row& row) {
  std::string bytes;
  put(bytes, row.of_case);
  put(bytes, static_cast<Number>(row.tokens.size()));
  for (const Number token : row.tokens) put(bytes, token);
  pack(row.record, bytes);
  const auto offset = spool_.append(bytes);
  if (!offset.ok()) return offset.error();
  rows_.push_back(
      {row.id, *offset, static_cast<Number>(bytes.size()), static_cast<Number>(rows_.size())});
  by_id_.clear();
  return {};
}

// size() where no such row is held.
std::size_t HeldRows::index_of(std::uint64_t id) {
  if (by_id_.empty()) {
    by_id_.resize(rows_.size());
    std::iota(by_id_.begin(), by_id_.end(), 0);
    std::sort(by_id_.begin(), by_id_.end(),
              [&](Number a, Number b) { return rows_[a].id < rows_[b].id; });
  }
  const auto found = std::lower_bound(by_id_.begin(), by_id_.end(), id,
                                      [&](Number a, std::uint64_t b) { return rows_[a].id < b; });
  return found != by_id_.end() && rows_[*found].id == id ? *found : size();
}

void HeldRows::merge(std::uint64_t into, std::uint64_t from) {
  std::size_t head = index_of(into);
  const std::size_t other = index_of(from);
  if (head == size() || other == size()) return;
  while (!leads(head)) head = rows_[head].into;
  if (head == other || !leads(other)) return;
  std::vector<std::size_t> theirs;
  if (const auto found = merged_.find(other); found != merged_.end()) {
    theirs = std::move(found->second);
    merged_.erase(found);
  }
  theirs.insert(theirs.begin(), other);
  for (const std::size_t each : theirs) rows_[each].into = static_cast<Number>(head);
  auto& ours = merged_[head];
  ours.insert(ours.end(), theirs.begin(), theirs.end());
}

const std::vector<std::size_t>& HeldRows::merged(std::size_t index) const {
  static const std::vector<std::size_t> kNone;
  const auto found = merged_.find(index);
  return found == merged_.end() ? kNone : found->second;
}

Result<Row> HeldRows::read(std::size_t index, const host::FieldTable& fields) {
  const Held& held = rows_[index];
  const auto read = spool_.read(held.offset, held.length);
  if (!read.ok()) return read.error();
  std::string_view bytes = *read;
  Row row;
  row.id = held.id;
  row.of_case = take(bytes);
  for (Number left = take(bytes); left > 0 && !bytes.empty(); --left) {
    row.tokens.push_back(take(bytes));
  }
  row.record.reserve(fields.size());
  if (!unpack(bytes, row.record)) return Error{"a row of a case was read back in pieces", ""};
  return row;
}

}  // namespace rulemap::engine
