#include "run/held_rows.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "record/packed.h"

namespace rulemap::engine {
namespace {

// In front of the record: its case, whether it is private, and its tokens.
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
  auto rows = Spool::make(path);
  if (!rows.ok()) return rows.error();
  auto index = Spool::make(path + ".index");
  if (!index.ok()) return index.error();
  return HeldRows(std::move(rows).value(), std::move(index).value());
}

Result<void> HeldRows::add(const Row& row) {
  std::string bytes;
  put(bytes, row.of_case);
  put(bytes, row.is_private);
  put(bytes, static_cast<Number>(row.tokens.size()));
  for (const Number token : row.tokens) put(bytes, token);
  pack(row.record, bytes);
  const auto offset = rows_.append(bytes);
  if (!offset.ok()) return offset.error();
  const Held held{row.id, *offset, bytes.size()};
  const auto indexed = index_.append({reinterpret_cast<const char*>(&held), sizeof held});
  if (!indexed.ok()) return indexed.error();
  into_.push_back(static_cast<Number>(into_.size()));
  return {};
}

Result<HeldRows::Held> HeldRows::held(std::size_t index) const {
  const auto bytes = index_.read(index * sizeof(Held), sizeof(Held));
  if (!bytes.ok()) return bytes.error();
  Held out;
  std::memcpy(&out, bytes->data(), sizeof out);
  return out;
}

Result<void> HeldRows::merge(std::span<const host::MergeOrder> orders) {
  if (orders.empty()) return {};
  std::vector<std::pair<std::uint64_t, std::size_t>> by_id;
  by_id.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const auto each = held(i);
    if (!each.ok()) return each.error();
    by_id.emplace_back(each->id, i);
  }
  std::sort(by_id.begin(), by_id.end());
  const auto index_of = [&](std::uint64_t id) {
    const auto found = std::lower_bound(by_id.begin(), by_id.end(), std::pair(id, std::size_t{0}));
    return found != by_id.end() && found->first == id ? found->second : size();
  };
  for (const host::MergeOrder& each : orders) join(index_of(each.into), index_of(each.from));
  return {};
}

void HeldRows::join(std::size_t into, std::size_t from) {
  if (into == size() || from == size()) return;
  while (!leads(into)) into = into_[into];
  if (into == from || !leads(from)) return;
  std::vector<std::size_t> theirs;
  if (const auto found = merged_.find(from); found != merged_.end()) {
    theirs = std::move(found->second);
    merged_.erase(found);
  }
  theirs.insert(theirs.begin(), from);
  for (const std::size_t each : theirs) into_[each] = static_cast<Number>(into);
  auto& ours = merged_[into];
  ours.insert(ours.end(), theirs.begin(), theirs.end());
}

const std::vector<std::size_t>& HeldRows::merged(std::size_t index) const {
  static const std::vector<std::size_t> kNone;
  const auto found = merged_.find(index);
  return found == merged_.end() ? kNone : found->second;
}

Result<Row> HeldRows::read(std::size_t index, const host::FieldTable& fields) {
  const auto held = this->held(index);
  if (!held.ok()) return held.error();
  const auto read = rows_.read(held->offset, held->length);
  if (!read.ok()) return read.error();
  std::string_view bytes = *read;
  Row row;
  row.id = held->id;
  row.of_case = take(bytes);
  row.is_private = take(bytes) != 0;
  for (Number left = take(bytes); left > 0 && !bytes.empty(); --left) {
    row.tokens.push_back(take(bytes));
  }
  row.record.reserve(fields.size());
  if (!unpack(bytes, row.record)) return Error{"a row of a case was read back in pieces", ""};
  return row;
}

}  // namespace rulemap::engine
