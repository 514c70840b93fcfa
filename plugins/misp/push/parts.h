// A case that is too large for what a server shows of one event at once goes into several: the
// case's own event, and events that extend it. Who is once in a part stays there, so that parts
// fill up and nothing moves.
#pragma once

#include <cstddef>
#include <unordered_map>

#include "event/event_elements.h"
#include "push/journal.h"

namespace rulemap::misp {

class Parts {
 public:
  // most: attributes of one event. Notes in the journal, which is that of the case's own event, who
  // is in a further part.
  static Parts of(const EventElements& elements, std::size_t most, Journal& journal);

  std::uint32_t count() const { return count_; }
  // Counts from 0, the case's own event.
  std::uint32_t of(const Uuid& element) const {
    const auto found = further_.find(element);
    return found == further_.end() ? 0 : found->second;
  }

  // The event of a part.
  static Uuid event_of(const Uuid& own, std::uint32_t part);

 private:
  std::uint32_t count_ = 1;
  std::unordered_map<Uuid, std::uint32_t, UuidHash> further_;
};

}  // namespace rulemap::misp
