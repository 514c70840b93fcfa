/* A source: where rows come from. It is asked for them, and told when they have found their end. */
#ifndef RULEMAP_ABI_SOURCE_H
#define RULEMAP_ABI_SOURCE_H

#include "batch.h"
#include "descriptor.h"
#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a token stood. line and column count from 1; 0: unknown. */
typedef struct rulemap_place {
  rulemap_text file;
  uint32_t line;
  uint32_t column;
} rulemap_place;

/* Takes what one poll found; the host copies everything during the call. */
typedef struct rulemap_emitter {
  size_t size;
  void* host;
  /* A new row; the number is good for set and append during this poll. */
  uint32_t (*row)(struct rulemap_emitter* emitter) RULEMAP_NOEXCEPT;
  void (*set)(struct rulemap_emitter* emitter, uint32_t row, uint32_t column,
              rulemap_value value) RULEMAP_NOEXCEPT;
  rulemap_builder* (*append)(struct rulemap_emitter* emitter, uint32_t row,
                             uint32_t column)RULEMAP_NOEXCEPT;
  /* A token that is no row: the ledger and the summary keep it with the reason. */
  void (*refuse)(struct rulemap_emitter* emitter, rulemap_place place, rulemap_text original,
                 rulemap_text why) RULEMAP_NOEXCEPT;
  /* Names the state after this poll's rows; it comes back through `done`. */
  void (*checkpoint)(struct rulemap_emitter* emitter, rulemap_text checkpoint) RULEMAP_NOEXCEPT;
} rulemap_emitter;

typedef struct rulemap_source {
  size_t size;
  const rulemap_descriptor* about;
  rulemap_status (*validate)(const rulemap_host* host, const rulemap_config* config,
                             rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*fields)(const rulemap_host* host, const rulemap_config* config,
                           rulemap_fields* fields, rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*create)(const rulemap_host* host, const rulemap_config* config, void** instance,
                           rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*start)(void* instance, rulemap_error* error) RULEMAP_NOEXCEPT;
  /* Emits some rows, at most a few hundred; END when there will be no more. [work] */
  rulemap_status (*poll)(void* instance, rulemap_emitter* emitter,
                         rulemap_error* error) RULEMAP_NOEXCEPT;
  /* Every row up to this checkpoint, and all before it, are final in every sink. [work] */
  rulemap_status (*done)(void* instance, rulemap_text checkpoint,
                         rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*stop)(void* instance, rulemap_error* error) RULEMAP_NOEXCEPT;
  void (*destroy)(void* instance) RULEMAP_NOEXCEPT;
  const void* (*extension)(const char* id)RULEMAP_NOEXCEPT;
} rulemap_source;

#ifdef __cplusplus
}
#endif
#endif
