// The SAX handler of event_reader.cc: keys become slots, scalars become values.
#pragma once

#include <rapidjson/reader.h>

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/event.h"
#include "rulemap/sigma/event_reader.h"

namespace rulemap::sigma {

class EventFiller {
 public:
  EventFiller(const FieldNames& names, const EventLimits& limits);

  // `stream` stands behind a literal when Bool() is called.
  void begin(Event& event, const rapidjson::InsituStringStream& stream);
  // The limit that was reached, for a message; nullptr where none was.
  const char* reached() const { return reached_; }

  bool Null();
  bool Bool(bool value);
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool copy);
  bool String(const char* text, rapidjson::SizeType length, bool copy);
  bool StartObject();
  bool Key(const char* text, rapidjson::SizeType length, bool copy);
  bool EndObject(rapidjson::SizeType);
  bool StartArray();
  bool EndArray(rapidjson::SizeType);

 private:
  // Where a container stands, for the names of what is in it.
  enum class Scope : std::uint8_t { root, plain, winlog, evtx_root, evtx, user_data, attributes };
  static constexpr Slot kNoSlot = 0xFFFFFFFF;

  struct Frame {
    Scope scope = Scope::root;
    bool is_array = false;
    std::uint32_t rank = 0;  // of the names of its keys
    std::size_t begin = 0;   // in name_, of the names of its keys, and behind
    std::size_t prefix = 0;  // what they begin with
    Slot slot = kNoSlot;     // of the field whose value this container is
    std::uint32_t slot_rank = 0;
    Scope inner = Scope::plain;     // of an object that is its current key's value
    bool inner_is_wrapper = false;  // whose name is left out
  };

  bool scalar(std::string_view text, Value::Kind kind);
  void enter(Slot slot, std::uint32_t rank);
  bool push(const Frame& frame);
  void name_key(Frame& frame, std::string_view key);
  void choose_inner(Frame& frame, std::string_view key) const;
  Slot current_slot() const { return frames_.back().is_array ? frames_.back().slot : slot_; }
  std::uint32_t current_rank() const {
    return frames_.back().is_array ? frames_.back().slot_rank : rank_;
  }

  const FieldNames& names_;
  EventLimits limits_;
  Event* event_ = nullptr;
  const rapidjson::InsituStringStream* stream_ = nullptr;
  std::vector<Frame> frames_;
  std::string name_;     // of the current key, behind what its wrappers are called
  Slot slot_ = kNoSlot;  // of the current key
  std::uint32_t rank_ = 0;
  std::size_t keys_ = 0;
  const char* reached_ = nullptr;
};

}  // namespace rulemap::sigma
