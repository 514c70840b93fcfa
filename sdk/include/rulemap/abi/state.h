/* rulemap.state/1: what a step remembers over runs, and a folder of its own for large things. */
#ifndef RULEMAP_ABI_STATE_H
#define RULEMAP_ABI_STATE_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_STATE_ID "rulemap.state/1"

/* Keys belong to the step that asks; nobody else sees them. [the thread of the call] */
typedef struct rulemap_state {
  size_t size;
  void* host;
  /* Calls `use` once where the key is there; returns OK either way, FAILED where it cannot read. */
  rulemap_status (*get)(const struct rulemap_state* state, rulemap_text key, void* context,
                        void (*use)(void* context, rulemap_text value)
                            RULEMAP_NOEXCEPT) RULEMAP_NOEXCEPT;
  /* Kept together with what the call says of its rows: a kill keeps both or neither. Keys that
   * begin with "run." are forgotten when a new run begins, and are there when a run goes on. */
  rulemap_status (*put)(const struct rulemap_state* state, rulemap_text key,
                        rulemap_text value) RULEMAP_NOEXCEPT;
  /* An existing folder (mode 0700) for this step alone; emptied before each fresh run. */
  rulemap_text (*folder)(const struct rulemap_state* state) RULEMAP_NOEXCEPT;
  /* From ABI 0.4 on. An existing folder (mode 0700) that outlives runs, one for all steps of the
   * plugin's id and all pipelines of the state folder; the host never empties it. What is written
   * there is there at once: for what has to be known of a request that was cut off. */
  rulemap_text (*kept_folder)(const struct rulemap_state* state) RULEMAP_NOEXCEPT;
} rulemap_state;

#ifdef __cplusplus
}
#endif
#endif
