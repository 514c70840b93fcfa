/* A step: enrichers, mappers, filters. Rows come in, cells and entries are added, rows go on. */
#ifndef RULEMAP_ABI_STEP_H
#define RULEMAP_ABI_STEP_H

#include "batch.h"
#include "descriptor.h"
#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Why a row wants to come again. Waiting for an allowance is no attempt. */
enum { RULEMAP_RETRY_TROUBLE = 0, RULEMAP_RETRY_ALLOWANCE = 1 };

/* Takes a step's answers; the host copies everything during the call. Columns count in the order
 * in which `fields` named what is written. A row that gets no verdict is ok and goes on. The last
 * verdict of a row wins. [the thread of the call] */
typedef struct rulemap_writer {
  size_t size;
  void* host;
  /* Sets a scalar field. Setting MISSING takes the field away. */
  void (*set)(struct rulemap_writer* writer, uint32_t row, uint32_t column,
              rulemap_value value) RULEMAP_NOEXCEPT;
  /* Appends an entry to a list field, to be filled through the builder. Never NULL. */
  rulemap_builder* (*append)(struct rulemap_writer* writer, uint32_t row,
                             uint32_t column)RULEMAP_NOEXCEPT;
  /* Adds members to entry `index` of a list field; members that are there stay as they are. */
  rulemap_builder* (*amend)(struct rulemap_writer* writer, uint32_t row, uint32_t column,
                            uint32_t index)RULEMAP_NOEXCEPT;
  /* A new record with the fields of `from_row`; returns its row number for set and append. */
  uint32_t (*emit)(struct rulemap_writer* writer, uint32_t from_row) RULEMAP_NOEXCEPT;
  /* `from` ends, merged into `into`; `into` goes on with the fields of both. Ids of rulemap_batch.
   */
  void (*merge)(struct rulemap_writer* writer, uint64_t into, uint64_t from) RULEMAP_NOEXCEPT;
  void (*drop)(struct rulemap_writer* writer, uint32_t row, rulemap_text why) RULEMAP_NOEXCEPT;
  void (*retry)(struct rulemap_writer* writer, uint32_t row, int64_t after_ms, uint32_t reason,
                rulemap_text why) RULEMAP_NOEXCEPT;
  void (*reject)(struct rulemap_writer* writer, uint32_t row, rulemap_text why) RULEMAP_NOEXCEPT;
} rulemap_writer;

/* validate - create - start - (process | case_open | case_close)* - stop - destroy.
 * destroy follows every create that returned OK; stop may come without start. NULL members are
 * skipped, but for fields, create, process and destroy. [setup]: one thread, never during
 * [work]; [work]: as descriptor.threads says. */
typedef struct rulemap_step {
  size_t size;
  const rulemap_descriptor* about;

  /* Pure: no files, no network, no threads. [setup] */
  rulemap_status (*validate)(const rulemap_host* host, const rulemap_config* config,
                             rulemap_error* error) RULEMAP_NOEXCEPT;
  /* Pure: names what an instance with this configuration reads and writes. [setup] */
  rulemap_status (*fields)(const rulemap_host* host, const rulemap_config* config,
                           rulemap_fields* fields, rulemap_error* error) RULEMAP_NOEXCEPT;
  /* May allocate; no network, no threads, no writes. [setup] */
  rulemap_status (*create)(const rulemap_host* host, const rulemap_config* config, void** instance,
                           rulemap_error* error) RULEMAP_NOEXCEPT;
  /* Loads files, connects. [setup] */
  rulemap_status (*start)(void* instance, rulemap_error* error) RULEMAP_NOEXCEPT;
  /* [work] */
  rulemap_status (*process)(void* instance, const rulemap_batch* batch, rulemap_writer* writer,
                            rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*stop)(void* instance, rulemap_error* error) RULEMAP_NOEXCEPT;
  void (*destroy)(void* instance) RULEMAP_NOEXCEPT;

  /* Only with RULEMAP_FLAG_CASES: the host holds the rows of a case on disk until case_close;
   * process only looks at them, and its writer may neither drop nor emit. case_close may merge
   * held rows; all rows that are left then go on. [work] */
  rulemap_status (*case_open)(void* instance, const rulemap_case* of,
                              rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*case_close)(void* instance, const rulemap_case* of, rulemap_writer* writer,
                               rulemap_error* error) RULEMAP_NOEXCEPT;

  const void* (*extension)(const char* id)RULEMAP_NOEXCEPT;
} rulemap_step;

#ifdef __cplusplus
}
#endif
#endif
