/* What a source, step or sink says of itself, the same for all three. */
#ifndef RULEMAP_ABI_DESCRIPTOR_H
#define RULEMAP_ABI_DESCRIPTOR_H

#include "config.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How calls on one instance may meet. */
enum {
  RULEMAP_SERIAL = 0,    /* one call at a time, on any thread */
  RULEMAP_PARALLEL = 1,  /* calls may run at the same time */
  RULEMAP_PER_WORKER = 2 /* one instance for each worker */
};

enum {
  RULEMAP_FLAG_NETWORK = 1,   /* uses rulemap.http/1 */
  RULEMAP_FLAG_PURE = 2,      /* same row, same answer */
  RULEMAP_FLAG_CASES = 4,     /* a step that sees whole cases: case_open and case_close */
  RULEMAP_FLAG_IDENTITIES = 8, /* a sink that writes the same thing twice as one */
  /* From ABI 0.4 on: a sink that in a dry run (http.h) says what it would change, and changes
   * nothing, neither outside nor in files. Others get no rows then. */
  RULEMAP_FLAG_DRY_RUN = 16
};

/* Texts are UTF-8, terminated by NUL, and live as long as the plugin is loaded. */
typedef struct rulemap_descriptor {
  size_t size;
  const char* id; /* vendor.name, unique among sources, steps or sinks */
  const char* version;
  const char* summary;  /* one sentence */
  const char* label;    /* enricher, mapper, source, sink, ...: a word for people */
  const char* provider; /* X where the step fills lookup.X; NULL: none */
  const rulemap_option* const* options;
  uint32_t option_count;
  uint32_t threads;
  uint32_t flags;
  uint32_t max_batch; /* rows a call; 0: the host decides */
} rulemap_descriptor;

#ifdef __cplusplus
}
#endif
#endif
