/* rulemap.cancel/1: whether the host asked for an end. Long work looks now and then, and ends its
 * call with RULEMAP_CANCELLED: what it was working on stays pending. */
#ifndef RULEMAP_ABI_CANCEL_H
#define RULEMAP_ABI_CANCEL_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_CANCEL_ID "rulemap.cancel/1"

/* cancelled: not 0 from the moment the end was asked for. Cheap. [any thread] */
typedef struct rulemap_cancel {
  size_t size;
  void* host;
  int32_t (*cancelled)(const struct rulemap_cancel* cancel) RULEMAP_NOEXCEPT;
} rulemap_cancel;

#ifdef __cplusplus
}
#endif
#endif
