/* rulemap.live/1: an extension of sources, steps and sinks that ask a server: looks whether the
 * server is there, takes the credential, and what it allows. `rulemap check --live` shows it. */
#ifndef RULEMAP_ABI_LIVE_H
#define RULEMAP_ABI_LIVE_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_LIVE_ID "rulemap.live/1"

/* NOTE: to know, as what is left of an allowance. WARNING: less will be done. PROBLEM: a run would
 * fail. */
enum { RULEMAP_LIVE_NOTE = 0, RULEMAP_LIVE_WARNING = 1, RULEMAP_LIVE_PROBLEM = 2 };

typedef struct rulemap_live_report {
  size_t size;
  void* host;
  /* One finding. what: a few words that stay the same ("key", "quota", "GET /files/{id}"); text:
   * one line for people, without secrets. */
  void (*say)(struct rulemap_live_report* report, uint32_t state, rulemap_text what,
              rulemap_text text) RULEMAP_NOEXCEPT;
} rulemap_live_report;

/* look: after start, before any row. May ask; changes nothing on the server. [setup] */
typedef struct rulemap_live {
  size_t size;
  rulemap_status (*look)(void* instance, rulemap_live_report* report,
                         rulemap_error* error) RULEMAP_NOEXCEPT;
} rulemap_live;

#ifdef __cplusplus
}
#endif
#endif
