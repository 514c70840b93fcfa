// The SAX handler of event_reader.cc: keys become slots, scalars become values.
#pragma once

#include <rapidjson/reader.h>

#include <string_view>
#include <vector>

#include "key_tree.h"
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
  // A container that is open: an object, or an array whose elements stand for its key's value.
  struct Frame {
    KeyId key;  // whose value it is
    KeyId now;  // the key in it that came last; the same as `key` in an array
    bool is_array;
  };

  bool scalar(std::string_view text, Value::Kind kind);
  void enter(Slot slot, std::uint32_t rank);
  bool push(bool is_array);

  KeyTree keys_;
  EventLimits limits_;
  Event* event_ = nullptr;
  const rapidjson::InsituStringStream* stream_ = nullptr;
  std::vector<Frame> frames_;
  std::size_t count_of_keys_ = 0;
  const char* reached_ = nullptr;
};

}  // namespace rulemap::sigma
