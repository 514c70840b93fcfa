/* rulemap.allowance/1: what a provider says is left of its allowance. The host counts on from
 * there, holds requests back, and stops a run that would have to wait too long. */
#ifndef RULEMAP_ABI_ALLOWANCE_H
#define RULEMAP_ABI_ALLOWANCE_H

#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_ALLOWANCE_ID "rulemap.allowance/1"

/* Spans end in UTC: with the full hour, at midnight, with the month. */
enum { RULEMAP_SPAN_HOUR = 0, RULEMAP_SPAN_DAY = 1, RULEMAP_SPAN_MONTH = 2 };

typedef struct rulemap_allowance {
  size_t size;
  void* host;
  /* Of the host and credential of the last request of this call: `used` of `allowed` requests are
   * used up. The last word for a span counts. [the thread of the call] */
  void (*tell)(const struct rulemap_allowance* allowance, uint32_t span, int64_t allowed,
               int64_t used) RULEMAP_NOEXCEPT;
} rulemap_allowance;

#ifdef __cplusplus
}
#endif
#endif
