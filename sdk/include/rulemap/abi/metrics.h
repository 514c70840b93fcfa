/* rulemap.metrics/1: numbers about a step's work, shown with the summary of a run. */
#ifndef RULEMAP_ABI_METRICS_H
#define RULEMAP_ABI_METRICS_H

#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_METRICS_ID "rulemap.metrics/1"

/* Names are few and fixed ("rules_loaded"): never values of rows. All instances of a step have the
 * same numbers. [any thread] */
typedef struct rulemap_metrics {
  size_t size;
  void* host;
  /* Adds to a counter, which begins at 0. */
  void (*add)(const struct rulemap_metrics* metrics, rulemap_text name,
              int64_t amount) RULEMAP_NOEXCEPT;
  /* Sets a gauge: the last value counts. */
  void (*set)(const struct rulemap_metrics* metrics, rulemap_text name,
              int64_t value) RULEMAP_NOEXCEPT;
} rulemap_metrics;

#ifdef __cplusplus
}
#endif
#endif
