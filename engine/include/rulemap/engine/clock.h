// The time as the engine sees it. Tests bring one that they turn themselves.
#pragma once

#include <cstdint>
#include <string>

namespace rulemap::engine {

class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since 1970-01-01T00:00:00Z. [any thread]
  virtual std::int64_t now_ms() const = 0;
  // Milliseconds since some start: for spans, since it never jumps. [any thread]
  virtual std::int64_t steady_ms() const { return now_ms(); }
  // Returns at that time or earlier; the caller looks at the time again.
  virtual void sleep_until(std::int64_t ms) = 0;
};

// "2026-01-31T08:15:00Z"
std::string utc_text(std::int64_t ms);

// The computer's own clock. Lives as long as the process.
Clock& system_clock();

}  // namespace rulemap::engine
