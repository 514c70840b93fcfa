// Wall and processor time of this process.
#pragma once

#include <time.h>

namespace rulemap::bench {

struct Spent {
  double wall = 0;  // seconds
  double cpu = 0;   // user and system
  Spent& operator+=(const Spent& more) {
    wall += more.wall;
    cpu += more.cpu;
    return *this;
  }
};

class Stopwatch {
 public:
  Spent spent() const {
    return {now(CLOCK_MONOTONIC) - wall_, now(CLOCK_PROCESS_CPUTIME_ID) - cpu_};
  }

 private:
  static double now(clockid_t clock) {
    timespec at{};
    clock_gettime(clock, &at);
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_nsec) / 1e9;
  }
  double wall_ = now(CLOCK_MONOTONIC);
  double cpu_ = now(CLOCK_PROCESS_CPUTIME_ID);
};

}  // namespace rulemap::bench
