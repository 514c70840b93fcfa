/* rulemap.clock/1: the time, which tests turn by hand. */
#ifndef RULEMAP_ABI_CLOCK_H
#define RULEMAP_ABI_CLOCK_H

#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_CLOCK_ID "rulemap.clock/1"

/* now_ms: milliseconds since 1970-01-01T00:00:00Z. [any thread] */
typedef struct rulemap_clock {
  size_t size;
  void* host;
  int64_t (*now_ms)(const struct rulemap_clock* clock) RULEMAP_NOEXCEPT;
} rulemap_clock;

#ifdef __cplusplus
}
#endif
#endif
