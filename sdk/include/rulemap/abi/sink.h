/* A sink: where cases go. It takes rows case by case and answers for each row. */
#ifndef RULEMAP_ABI_SINK_H
#define RULEMAP_ABI_SINK_H

#include "batch.h"
#include "descriptor.h"
#include "host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Takes a sink's answers, by the ids of rulemap_batch; the host copies everything. Every row needs
 * exactly one of written, reject or retry until its case_close returns; a row without one fails. */
typedef struct rulemap_receipts {
  size_t size;
  void* host;
  /* where: a path, URL or UUID at which a person finds it. */
  void (*written)(struct rulemap_receipts* receipts, uint64_t id,
                  rulemap_text where) RULEMAP_NOEXCEPT;
  /* One value of a row that is written without it. what: field or relation. */
  void (*refused_value)(struct rulemap_receipts* receipts, uint64_t id, rulemap_text what,
                        rulemap_text value, rulemap_text why) RULEMAP_NOEXCEPT;
  void (*reject)(struct rulemap_receipts* receipts, uint64_t id, rulemap_text why) RULEMAP_NOEXCEPT;
  void (*retry)(struct rulemap_receipts* receipts, uint64_t id, int64_t after_ms,
                rulemap_text why) RULEMAP_NOEXCEPT;
  /* What the case as a whole became, for the summary: "12 objects", "out/event.json". */
  void (*note)(struct rulemap_receipts* receipts, rulemap_text what,
               rulemap_text value) RULEMAP_NOEXCEPT;
} rulemap_receipts;

typedef struct rulemap_sink {
  size_t size;
  const rulemap_descriptor* about;
  rulemap_status (*validate)(const rulemap_host* host, const rulemap_config* config,
                             rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*fields)(const rulemap_host* host, const rulemap_config* config,
                           rulemap_fields* fields, rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*create)(const rulemap_host* host, const rulemap_config* config, void** instance,
                           rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*start)(void* instance, rulemap_error* error) RULEMAP_NOEXCEPT;
  /* Rows of one case come between case_open and case_close; cases may be open side by side. A sink
   * that writes at case_close keeps the rows on disk (state.h), not in memory. [work] */
  rulemap_status (*case_open)(void* instance, const rulemap_case* of,
                              rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*write)(void* instance, const rulemap_case* of, const rulemap_batch* batch,
                          rulemap_receipts* receipts, rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*case_close)(void* instance, const rulemap_case* of, rulemap_receipts* receipts,
                               rulemap_error* error) RULEMAP_NOEXCEPT;
  rulemap_status (*stop)(void* instance, rulemap_error* error) RULEMAP_NOEXCEPT;
  void (*destroy)(void* instance) RULEMAP_NOEXCEPT;
  const void* (*extension)(const char* id)RULEMAP_NOEXCEPT;
} rulemap_sink;

#ifdef __cplusplus
}
#endif
#endif
