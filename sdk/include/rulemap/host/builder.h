// The host's end of rulemap.build/1: copies an entry, as a plugin writes it, into a JSON object.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rulemap/abi/build.h"
#include "rulemap/host/document.h"

namespace rulemap::host {

// Writes one entry at a time, an object or a plain text; `pool` must outlive it. What is out of
// order is left out and remembered as the plugin's fault.
class Builder {
 public:
  static constexpr std::size_t kMaxMembers = 4096;

  Builder();
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  // Starts an entry: `take` gets the finished object from finish().
  rulemap_builder* open(Pool& pool) {
    pool_ = &pool;
    stack_.clear();
    stack_.push_back({Json(rapidjson::kObjectType), {}, false});
    return &abi_;
  }
  bool is_open() const { return !stack_.empty(); }
  // Closes what is still open and gives the entry away.
  Json finish() {
    while (stack_.size() > 1) close();
    Json out = std::move(stack_.front().value);
    stack_.clear();
    return out;
  }
  // What a plugin did wrong, once; empty: nothing.
  std::string take_fault() { return std::exchange(fault_, {}); }

 private:
  struct Frame {
    Json value;
    std::string key;
    bool has_key;
  };

  void key(rulemap_text name) {
    if (stack_.empty() || !stack_.back().value.IsObject()) return blame("a key outside an object");
    stack_.back().key = view(name);
    stack_.back().has_key = true;
  }
  void open_frame(rapidjson::Type type) {
    if (stack_.size() >= kMaxDepth) return blame("an entry nested deeper than 64 levels");
    if (!stack_.empty()) stack_.push_back({Json(type), {}, false});
  }
  void close() {
    if (stack_.size() < 2) return blame("a close without an open");
    Json done = std::move(stack_.back().value);
    stack_.pop_back();
    put(std::move(done));
  }
  void put(Json value) {
    if (stack_.empty()) return blame("a value after the entry ended");
    Frame& top = stack_.back();
    if (top.value.IsArray()) {
      top.value.PushBack(std::move(value), *pool_);
      return;
    }
    if (top.value.IsString()) return blame("a value after a plain text");
    if (!std::exchange(top.has_key, false)) return put_whole(std::move(value));
    if (top.value.MemberCount() >= kMaxMembers) return blame("an object of over 4096 members");
    const Json name(
        rapidjson::StringRef(top.key.data(), static_cast<rapidjson::SizeType>(top.key.size())));
    if (top.value.FindMember(name) != top.value.MemberEnd()) return;
    top.value.AddMember(copy_text(top.key, *pool_), std::move(value), *pool_);
  }
  // Without a key, a text that comes first is the entry itself.
  void put_whole(Json value) {
    const bool first = stack_.size() == 1 && stack_.front().value.ObjectEmpty();
    if (!first || !value.IsString()) return blame("a value without a key");
    stack_.front().value = std::move(value);
  }
  void blame(const char* what) {
    if (fault_.empty()) fault_ = what;
  }

  rulemap_builder abi_;
  Pool* pool_ = nullptr;
  std::vector<Frame> stack_;
  std::string fault_;
};

inline Builder::Builder()
    : abi_{sizeof abi_,
           this,
           [](rulemap_builder* b, rulemap_text name) noexcept {
             static_cast<Builder*>(b->host)->key(name);
           },
           [](rulemap_builder* b, rulemap_value cell) noexcept {
             auto* self = static_cast<Builder*>(b->host);
             if (self->pool_) self->put(copy_cell(cell, *self->pool_));
           },
           [](rulemap_builder* b) noexcept {
             static_cast<Builder*>(b->host)->open_frame(rapidjson::kObjectType);
           },
           [](rulemap_builder* b) noexcept {
             static_cast<Builder*>(b->host)->open_frame(rapidjson::kArrayType);
           },
           [](rulemap_builder* b) noexcept { static_cast<Builder*>(b->host)->close(); }} {}

}  // namespace rulemap::host
