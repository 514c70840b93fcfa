// How far a source that follows a server has come: the time of the newest event that was done with,
// and which events of that very second were. Times are seconds, so several events may share one.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "rulemap/ids/uuid.h"

namespace rulemap::misp {

class Cursor {
 public:
  // "1795487506 UUID UUID"; what is no cursor is the beginning.
  static Cursor parse(std::string_view text);
  std::string text() const;

  // Events come in the order of their times.
  void pass(std::int64_t time, const ids::Uuid& event);
  void pass(const Cursor& other);
  bool has_passed(std::int64_t time, const ids::Uuid& event) const {
    return time < time_ || (time == time_ && events_.count(event) != 0);
  }
  std::int64_t time() const { return time_; }

 private:
  std::int64_t time_ = 0;
  std::set<ids::Uuid> events_;
};

}  // namespace rulemap::misp
