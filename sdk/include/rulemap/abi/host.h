/* The host as one step, source or sink sees it: a door to services asked for by id.
 * Each service has a header of its own: log.h secret.h clock.h http.h state.h doc.h
 * cancel.h metrics.h pool.h. */
#ifndef RULEMAP_ABI_HOST_H
#define RULEMAP_ABI_HOST_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* service() returns a pointer to the service's struct, or NULL where it is not offered. Both the
 * host and its services live until `destroy` of the instance they were given to. [any thread] */
typedef struct rulemap_host {
  size_t size;
  void* host;
  const void* (*service)(const struct rulemap_host* host, const char* id)RULEMAP_NOEXCEPT;
} rulemap_host;

#ifdef __cplusplus
}
#endif
#endif
