/* rulemap.secret/1: a configured secret, by its handle. Most plugins never need the text: a
 * header of http.h takes the handle itself. */
#ifndef RULEMAP_ABI_SECRET_H
#define RULEMAP_ABI_SECRET_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_SECRET_ID "rulemap.secret/1"

/* Calls `use` once with the text, which is gone when it returns. FAILED for an unknown handle. */
typedef struct rulemap_secret {
  size_t size;
  void* host;
  rulemap_status (*reveal)(const struct rulemap_secret* secret, int64_t handle, void* context,
                           void (*use)(void* context, rulemap_text text)
                               RULEMAP_NOEXCEPT) RULEMAP_NOEXCEPT;
} rulemap_secret;

#ifdef __cplusplus
}
#endif
#endif
