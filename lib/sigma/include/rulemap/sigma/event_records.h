// A text in pieces -> the texts of the JSON objects in it: one a line, or over several lines each,
// or in a list. Next: event_reader.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace rulemap::sigma {

// A record that is no object has a number, too: those behind it keep theirs.
struct EventRecord {
  std::uint64_t number = 0;  // from 0
  std::uint64_t line = 1;    // where it begins
  std::string text;          // empty where `trouble` says what is wrong
  std::string trouble = {};
};

// Objects end where their brackets do; whether they are JSON is for EventReader to say. A `{` at
// the begin of a line begins a new object, so a line that breaks off costs no other. A line may be
// as long as it likes: a whole list of events stands in one.
class EventRecords {
 public:
  explicit EventRecords(std::size_t most_bytes = std::size_t{16} << 20) : most_(most_bytes) {}

  // What comes next of the text, and its end. Take everything from next() in between: what waits
  // there is not bounded.
  void add(std::string_view bytes);
  void finish();

  std::optional<EventRecord> next();

 private:
  // A line, or what came of a long one so far.
  void take_part(std::string_view part, bool ends_line);
  void take_objects(std::string_view part, bool ends_line);
  std::size_t scan(std::string_view text);
  void refuse(const std::string& why);

  std::size_t most_;
  std::deque<EventRecord> ready_;
  std::uint64_t count_ = 0, line_ = 0;
  std::string rest_;             // of a line whose end did not come yet
  bool is_within_line_ = false;  // parts of this line were taken
  bool is_skipping_line_ = false;

  // The object that is open.
  std::string object_;
  std::uint64_t first_line_ = 0;
  std::size_t depth_ = 0;
  bool is_in_text_ = false;
  // Behind an object that was given up: up to the next that begins a line.
  bool is_skipping_ = false;
};

}  // namespace rulemap::sigma
