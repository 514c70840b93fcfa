// The elements of one case on disk, as they come, and beside them, of fixed size, who each is and
// where it lies. When the case closes, little more than their uuids is wanted in memory.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "event/object_draft.h"
#include "rulemap/spool/spool.h"

namespace rulemap::misp {

// An object, or an attribute of the event itself.
struct Element {
  Uuid uuid;
  Uuid thing;  // the neutral observable or rule that it is; nil where references do not seek it
  std::uint64_t row = 0;  // whose receipt is owed
  std::int64_t line = 0;  // of the row's indicator: the order of the event
  std::uint32_t attributes = 0;
  bool is_object = false;
  bool is_own = true;  // the row's indicator itself, whose uuid is the receipt
  // Where it lies; add() fills this in.
  std::uint32_t json_bytes = 0;
  std::uint32_t pointers = 0;
  std::uint64_t offset = 0;
};

// By what elements are told apart and put in order.
struct Entry {
  Uuid uuid;
  std::int64_t line = 0;
  std::uint32_t number = 0;  // of the element, in the order in which they came
  std::uint32_t attributes : 30 = 0;
  std::uint32_t is_object : 1 = 0;
  std::uint32_t is_own : 1 = 0;
};

struct SpooledElement {
  Element about;
  std::string json;
  std::vector<Pointer> pointers;
};

// Movable.
class EventSpool {
 public:
  // Replaces a file that is there.
  static Result<EventSpool> open(const std::string& path);

  // Fails where the disk is full; the spool is then as it was.
  Result<void> add(Element element, std::string_view json, const std::vector<Pointer>& pointers);
  // The same uuid may stand more than once. A deque, here and below: its small blocks find room in
  // what rows left behind.
  Result<std::deque<Entry>> entries() const;
  std::uint32_t size() const { return count_; }
  Result<Element> element(std::uint32_t number) const;
  Result<SpooledElement> read(std::uint32_t number) const;

 private:
  EventSpool(Spool file, Spool index) : file_(std::move(file)), index_(std::move(index)) {}

  Spool file_;
  Spool index_;  // Elements
  std::uint32_t count_ = 0;
};

}  // namespace rulemap::misp
