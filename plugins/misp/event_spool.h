// The elements of one case on disk, as they come; in memory only where each lies and who it is.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "object_draft.h"

namespace rulemap::misp {

// An object, or an attribute of the event itself.
struct Element {
  Uuid uuid;
  Uuid thing;             // the neutral observable that it is; nil for attributes of the event
  std::uint64_t row = 0;  // whose receipt is owed
  std::int64_t line = 0;  // of the row's indicator: the order of the event
  std::uint32_t attributes = 0;
  bool is_object = false;
  // Where it lies; add() fills this in.
  std::uint32_t json_bytes = 0;
  std::uint32_t pointers = 0;
  std::uint64_t offset = 0;
};

struct SpooledElement {
  std::string json;
  std::vector<Pointer> pointers;
};

// Movable; the file is removed when the spool ends.
class EventSpool {
 public:
  // Replaces a file that is there.
  static Result<EventSpool> open(std::string path);
  EventSpool(EventSpool&&) = default;
  EventSpool& operator=(EventSpool&&) = delete;
  ~EventSpool();

  // Fails where the disk is full; the spool is then as it was.
  Result<void> add(Element element, std::string_view json, const std::vector<Pointer>& pointers);
  // In the order in which they came; the same uuid may stand more than once.
  const std::vector<Element>& elements() const { return elements_; }
  Result<SpooledElement> read(const Element& element);

 private:
  explicit EventSpool(std::string path) : path_(std::move(path)) {}
  Error failed(const char* what) const { return {what, path_}; }

  std::string path_;
  std::fstream file_;
  std::uint64_t end_ = 0;
  std::vector<Element> elements_;
};

}  // namespace rulemap::misp
