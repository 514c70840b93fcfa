/* rulemap.pool/1: many small tasks on the host's threads, as for loading rules in `start`. */
#ifndef RULEMAP_ABI_POOL_H
#define RULEMAP_ABI_POOL_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_POOL_ID "rulemap.pool/1"

/* Not before `start`. [any thread] */
typedef struct rulemap_pool {
  size_t size;
  void* host;
  /* Tasks that may run at the same time: the machine's threads. */
  uint32_t (*width)(const struct rulemap_pool* pool) RULEMAP_NOEXCEPT;
  /* Calls task(context, 0) to task(context, count - 1), each once, in no order, several at once,
   * some of them on the calling thread; returns when all have returned. */
  rulemap_status (*run)(const struct rulemap_pool* pool, size_t count, void* context,
                        void (*task)(void* context, size_t index)
                            RULEMAP_NOEXCEPT) RULEMAP_NOEXCEPT;
} rulemap_pool;

#ifdef __cplusplus
}
#endif
#endif
