#include "run/held_rows.h"

#include <unistd.h>

#include <utility>

namespace rulemap::engine {

Result<HeldRows> HeldRows::make(const std::string& path) {
  HeldRows out;
  out.path_ = path;
  out.file_.reset(std::fopen(path.c_str(), "w+be"));
  if (!out.file_) return Error{"the file cannot be made", path};
  // The name goes at once; the space goes with the run, however it ends.
  ::unlink(path.c_str());
  return out;
}

Result<void> HeldRows::add(const Row& row, const host::FieldTable& fields) {
  host::Pool pool;
  const std::string line = host::to_text(host::object_of(row.record, fields, pool));
  const long offset = std::ftell(file_.get());
  if (offset < 0 || std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) {
    return Error{"the rows of a case cannot be written: is the disk full?", path_};
  }
  index_of_id_[row.id] = rows_.size();
  rows_.push_back({row.id, row.of_case, row.tokens, offset, line.size(), rows_.size(), {}});
  return {};
}

void HeldRows::merge(std::uint64_t into, std::uint64_t from) {
  const auto a = index_of_id_.find(into);
  const auto b = index_of_id_.find(from);
  if (a == index_of_id_.end() || b == index_of_id_.end()) return;
  std::size_t head = a->second;
  while (rows_[head].into != head) head = rows_[head].into;
  Held& other = rows_[b->second];
  if (head == b->second || other.into != b->second) return;
  other.into = head;
  rows_[head].merged.push_back(b->second);
  for (const std::size_t each : std::exchange(other.merged, {})) {
    rows_[each].into = head;
    rows_[head].merged.push_back(each);
  }
}

Result<Row> HeldRows::read(std::size_t index, const host::FieldTable& fields) {
  const Held& held = rows_[index];
  std::string line(held.length, '\0');
  if (std::fseek(file_.get(), held.offset, SEEK_SET) != 0 ||
      std::fread(line.data(), 1, line.size(), file_.get()) != line.size()) {
    return Error{"the rows of a case cannot be read back", path_};
  }
  rapidjson::Document document;
  // Deeper than any single entry may nest.
  auto parsed = host::parse_json(line, 2 * host::kMaxDepth + 8, document);
  if (!parsed.ok()) return Error{parsed.error().message, path_};
  Row row;
  row.id = held.id;
  row.of_case = held.of_case;
  row.tokens = held.tokens;
  host::fill(row.record, fields, document);
  return row;
}

}  // namespace rulemap::engine
