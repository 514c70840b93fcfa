/* rulemap.log/1: one line for people. The host adds time and step, and takes secrets out. */
#ifndef RULEMAP_ABI_LOG_H
#define RULEMAP_ABI_LOG_H

#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_LOG_ID "rulemap.log/1"
enum { RULEMAP_DEBUG = 0, RULEMAP_INFO = 1, RULEMAP_WARNING = 2, RULEMAP_ERROR = 3 };

/* [any thread] */
typedef struct rulemap_log {
  size_t size;
  void* host;
  void (*write)(const struct rulemap_log* log, uint32_t level, rulemap_text line) RULEMAP_NOEXCEPT;
} rulemap_log;

#ifdef __cplusplus
}
#endif
#endif
