/* How a call ends, and how it says why. */
#ifndef RULEMAP_ABI_STATUS_H
#define RULEMAP_ABI_STATUS_H

#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A status that a reader does not know counts as FAILED. */
typedef int32_t rulemap_status;
enum {
  RULEMAP_OK = 0,
  RULEMAP_RETRY = 1,     /* not now; the whole call may be repeated */
  RULEMAP_REJECT = 2,    /* this input, for good */
  RULEMAP_FAILED = 3,    /* this step, now */
  RULEMAP_END = 4,       /* a source has no more rows */
  RULEMAP_CANCELLED = 5, /* the host asked for an end */
  RULEMAP_UNSUPPORTED = 6,
  RULEMAP_STOP = 7 /* the whole run has to stop: a refused credential */
};

/* Given by the host with each call that can fail. `set` copies both texts; the last call wins.
 * message: what, and what would be right. where: the option at fault, or a file and line; or empty.
 */
typedef struct rulemap_error {
  size_t size;
  void* host;
  void (*set)(struct rulemap_error* error, rulemap_text message,
              rulemap_text where) RULEMAP_NOEXCEPT;
} rulemap_error;

#ifdef __cplusplus
}
#endif
#endif
