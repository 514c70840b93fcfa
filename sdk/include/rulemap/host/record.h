// A record as a host holds it: interned fields, one JSON value each, in an arena of its own.
// A field's number is its slot; between steps there is never JSON text.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/host/builder.h"
#include "rulemap/host/document.h"

namespace rulemap::host {

// Field names to slots. Grows while a pipeline is planned; fixed while it runs.
class FieldTable {
 public:
  std::uint32_t intern(std::string_view name) {
    const auto found = slots_.find(name);
    if (found != slots_.end()) return found->second;
    const auto slot = static_cast<std::uint32_t>(names_.size());
    names_.emplace_back(name);
    slots_.emplace(names_.back(), slot);
    return slot;
  }
  // The slot, or kNone.
  std::uint32_t find(std::string_view name) const {
    const auto found = slots_.find(name);
    return found == slots_.end() ? kNone : found->second;
  }
  const std::string& name(std::uint32_t slot) const { return names_[slot]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }

  static constexpr std::uint32_t kNone = 0xffffffffu;

 private:
  std::vector<std::string> names_;
  std::map<std::string, std::uint32_t, std::less<>> slots_;
};

class Record {
 public:
  Record() : pool_(std::make_unique<Pool>(kChunk)) {}

  // Null where the field is missing.
  const Json* get(std::uint32_t slot) const {
    return slot < slots_.size() && !slots_[slot].IsNull() ? &slots_[slot] : nullptr;
  }
  std::string_view text(std::uint32_t slot) const {
    const Json* found = get(slot);
    return found && found->IsString() ? view_of(*found) : std::string_view{};
  }
  rulemap_value cell(std::uint32_t slot) const {
    const Json* found = get(slot);
    return found ? cell_of(*found) : rulemap_value{};
  }
  void set(std::uint32_t slot, const rulemap_value& cell) { at(slot) = copy_cell(cell, *pool_); }
  void set_text(std::uint32_t slot, std::string_view text) { at(slot) = copy_text(text, *pool_); }
  void put(std::uint32_t slot, const Json& json) { at(slot) = Json(json, *pool_); }
  // A value that was made with pool().
  void adopt(std::uint32_t slot, Json value) { at(slot) = std::move(value); }

  // A list field takes one more entry, made with pool(). A plain text stands in it once.
  void append(std::uint32_t slot, Json entry) {
    Json& list = at(slot);
    if (!list.IsArray()) list.SetArray();
    if (entry.IsString() && holds_text(list, view_of(entry))) return;
    list.PushBack(std::move(entry), *pool_);
  }
  // Adds members to an entry that is there; members of the same name stay.
  void amend(std::uint32_t slot, std::uint32_t index, Json members) {
    Json& list = at(slot);
    if (!list.IsArray() || index >= list.Size() || !list[index].IsObject()) return;
    for (auto& member : members.GetObject()) {
      if (list[index].HasMember(member.name)) continue;
      list[index].AddMember(member.name, member.value, *pool_);
    }
  }

  // Room for so many slots: cells that were borrowed before stay good while others are set.
  void reserve(std::uint32_t slots) { slots_.reserve(slots); }

  Record copy() const {
    Record out;
    out.slots_.reserve(slots_.size());
    for (const Json& each : slots_) out.slots_.emplace_back(each, *out.pool_);
    return out;
  }
  std::uint32_t slots() const { return static_cast<std::uint32_t>(slots_.size()); }
  // What it takes up in memory: whole chunks of its arena, however little is in them.
  std::size_t bytes() const { return pool_->Capacity() + slots_.capacity() * sizeof(Json); }
  Pool& pool() { return *pool_; }

 private:
  static constexpr std::size_t kChunk = 2048;

  static bool holds_text(const Json& list, std::string_view text) {
    return std::any_of(list.Begin(), list.End(),
                       [&](const Json& each) { return each.IsString() && view_of(each) == text; });
  }
  Json& at(std::uint32_t slot) {
    if (slot >= slots_.size()) slots_.resize(slot + 1);
    return slots_[slot];
  }

  std::unique_ptr<Pool> pool_;
  std::vector<Json> slots_;
};

// The fields that begin with `prefix` as one JSON object under their flat names, made with `pool`.
inline Json object_of(const Record& record, const FieldTable& fields, Pool& pool,
                      std::string_view prefix = {}) {
  Json object(rapidjson::kObjectType);
  for (std::uint32_t slot = 0; slot < record.slots(); ++slot) {
    const Json* value = record.get(slot);
    if (!value) continue;
    const std::string& name = fields.name(slot);
    if (!name.starts_with(prefix)) continue;
    Json key(rapidjson::StringRef(name.data(), static_cast<rapidjson::SizeType>(name.size())));
    object.AddMember(key, Json(*value, pool), pool);
  }
  return object;
}

// Takes over the members of a JSON object whose names are fields of `fields`; gives the first name
// that is none, or an empty text.
inline std::string fill(Record& record, const FieldTable& fields, const Json& object) {
  std::string unknown;
  for (const auto& member : object.GetObject()) {
    const std::uint32_t slot = fields.find(view_of(member.name));
    if (slot != FieldTable::kNone)
      record.put(slot, member.value);
    else if (unknown.empty())
      unknown = view_of(member.name);
  }
  return unknown;
}

}  // namespace rulemap::host
