// One event as rules see it: slots for the fields that they ask for, and all of its values. Filled
// by event_reader.h, for which it keeps its memory from event to event. Next: matcher.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/field_names.h"

namespace rulemap::sigma {

// A scalar. Numbers and booleans are their JSON text; null is empty and says no to every test of
// text. Views are good until the event is read again.
struct Value {
  enum class Kind : std::uint8_t { text, number, boolean, null };
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  std::string_view text;
  std::string_view folded;     // simple case folding
  std::uint32_t next = kNone;  // of the same field, an index into Event::values()
  Kind kind = Kind::text;
  bool is_ascii = true;
  bool is_in_place = true;  // `folded` lies in Event::folded_buffer() where `text` lies in buffer()
};

class Event {
 public:
  // Every scalar in the order of the text, whatever its field.
  std::span<const Value> values() const { return values_; }

  // The field is there, whatever its value; an object and an empty array are values, too.
  bool has(Slot slot) const { return slots_[slot].generation == generation_; }
  // Whether `holds(value)` for some value of the field: of an array, of each key that stands twice.
  template <class Holds>
  bool any_value(Slot slot, Holds&& holds) const {
    if (!has(slot)) return false;
    for (std::uint32_t i = slots_[slot].first; i != Value::kNone; i = values_[i].next) {
      if (holds(values_[i])) return true;
    }
    return false;
  }
  // The first value that is neither null nor an object; nullptr where there is none.
  const Value* first_value(Slot slot) const;

  // The text after its escapes were undone, keys and remains between the values, and the same with
  // the capitals of ASCII folded. Values in which others would have to be folded lie apart.
  std::string_view buffer() const { return {text_.data() + kPadding, size_}; }
  std::string_view folded_buffer() const { return {folded_.data() + kPadding, size_}; }
  bool is_ascii() const { return is_ascii_; }
  bool has_values_apart() const { return !is_ascii_ && folded_apart_.size() > 2 * kPadding; }
  // Values may be read this far before their begin and after their end.
  static constexpr std::size_t kPadding = 16;

  // What kind of Windows event it is, an index into log_source.h's table.
  std::uint32_t origin() const { return origin_; }
  // Generations are never zero; the next event's is another.
  std::uint32_t generation() const { return generation_; }

 private:
  friend class EventReader;
  friend class EventFiller;

  struct SlotState {
    std::uint32_t generation = 0;
    std::uint32_t first = Value::kNone, last = Value::kNone;
    std::uint32_t rank = 0;  // of the way the name was found; a lower one wins
  };

  void reset(std::size_t slots);
  char* take_text(std::string_view json);
  void fold_values();
  void fold_beyond_ascii();
  void fold_apart(Value& value);
  // Where the field is absent, what the event calls `other`.
  void stand_in(Slot field, Slot other);

  std::vector<SlotState> slots_;
  std::vector<Value> values_;
  std::vector<char> text_, folded_;
  std::string folded_apart_;  // folded texts of values that are not in place
  std::size_t size_ = 0;
  std::uint32_t generation_ = 0;
  std::uint32_t origin_ = 0;
  bool is_ascii_ = true;
};

}  // namespace rulemap::sigma
