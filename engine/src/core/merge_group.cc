#include "core/merge_group.h"

#include <algorithm>

namespace rulemap::engine {

std::uint32_t MergeGroup::add(std::uint64_t row_id) {
  const auto number = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back(row_id);
  parent_.push_back(number);
  is_file_.push_back(false);
  return number;
}

std::uint32_t MergeGroup::head(std::uint32_t row) {
  while (parent_[row] != row) row = parent_[row] = parent_[parent_[row]];
  return row;
}

void MergeGroup::join(std::uint32_t a, std::uint32_t b) {
  a = head(a);
  b = head(b);
  is_file_[std::min(a, b)] = is_file_[a] || is_file_[b];
  parent_[std::max(a, b)] = std::min(a, b);  // the earliest row leads
}

void MergeGroup::name(std::uint32_t row, const KeyDigest& name) {
  const auto [first, is_new] = names_.add(name.bytes, row + 1);
  if (!is_new) join(static_cast<std::uint32_t>(first - 1), row);
}

void MergeGroup::name_sha256(std::uint32_t row, const KeyDigest& name) {
  is_file_[head(row)] = true;
  this->name(row, name);
}

void MergeGroup::name_weak(std::uint32_t row, const std::string& hash) {
  const KeyDigest name = KeyDigest::of({hash});
  const auto first = static_cast<std::uint32_t>(weak_names_.add(name.bytes, row + 1).first - 1);
  if (first != row) shared_.push_back({name, first, row, hash});
}

std::unordered_map<std::uint32_t, MergeGroup::Rows> MergeGroup::join_rows_without_sha256() {
  std::stable_sort(shared_.begin(), shared_.end(),
                   [](const Shared& a, const Shared& b) { return a.name.bytes < b.name.bytes; });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> could_be;  // row, file
  for (std::size_t from = 0, to = 0; from < shared_.size(); from = to) {
    Rows files, others;
    const auto take = [&](std::uint32_t row) {
      (is_file_[head(row)] ? files : others).push_back(head(row));
    };
    take(shared_[from].first);
    while (to < shared_.size() && shared_[to].name == shared_[from].name) take(shared_[to++].row);
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    if (files.size() > 1) {
      left_apart_.push_back(std::to_string(files.size()) + " files with different SHA-256 share " +
                            shared_[from].hash + "; nothing is joined by it");
    }
    for (const std::uint32_t each : others) join(others[0], each);
    for (const std::uint32_t file : files) {
      if (!others.empty()) could_be.emplace_back(others[0], file);
    }
  }
  std::unordered_map<std::uint32_t, Rows> out;
  for (const auto& [row, file] : could_be) {
    Rows& files = out[head(row)];
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  }
  return out;
}

void MergeGroup::join_files(const std::unordered_map<std::uint32_t, Rows>& candidates) {
  for (const auto& [row, files] : candidates) {
    if (files.size() == 1) join(row, files[0]);
  }
  const auto several = std::count_if(candidates.begin(), candidates.end(),
                                     [](const auto& each) { return each.second.size() > 1; });
  if (several == 0) return;
  left_apart_.push_back(std::to_string(several) +
                        " files that have no SHA-256 could each be one of several; they are "
                        "joined with none of those");
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> MergeGroup::close() {
  join_files(join_rows_without_sha256());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    if (const std::uint32_t leads = head(i); leads != i) out.emplace_back(rows_[leads], rows_[i]);
  }
  return out;
}

}  // namespace rulemap::engine
