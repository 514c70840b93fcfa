/* The one symbol that a plugin exports. Read this first; then source.h, step.h or sink.h.
 *
 * The entry is data, not a function: a host judges it before any code of the plugin runs. The
 * first 16 bytes are frozen for ever. */
#ifndef RULEMAP_ABI_ENTRY_H
#define RULEMAP_ABI_ENTRY_H

#include "sink.h"
#include "source.h"
#include "step.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_MAGIC 0x50414d52u /* the bytes R M A P */

/* A host loads plugins of its own major and of a minor not above its own. Major 0: the layout may
 * still change, with a line in CHANGELOG.md each time. */
#define RULEMAP_ABI_MAJOR 0
#define RULEMAP_ABI_MINOR 4

/* Structs with `size` grow at their tail; a reader looks at a member only where this holds. */
#define RULEMAP_HAS(pointer, member) \
  ((pointer)->size >= (size_t)((const char*)(&(pointer)->member + 1) - (const char*)(pointer)))

typedef struct rulemap_entry {
  uint32_t magic;
  uint16_t abi_major;
  uint16_t abi_minor;
  size_t size;
  const char* name;    /* of the plugin, for people: "acme" */
  const char* version; /* of the plugin: "1.4.0" */
  const rulemap_source* const* sources;
  const rulemap_step* const* steps;
  const rulemap_sink* const* sinks;
  uint32_t source_count;
  uint32_t step_count;
  uint32_t sink_count;
  const void* (*extension)(const char* id)RULEMAP_NOEXCEPT; /* NULL: none */
} rulemap_entry;

#if defined(__GNUC__)
#define RULEMAP_EXPORT __attribute__((visibility("default")))
#else
#define RULEMAP_EXPORT
#endif

/* A plugin linked into its host names its entry rulemap_entry_NAME instead. */
#ifndef RULEMAP_ENTRY_SYMBOL
#define RULEMAP_ENTRY_SYMBOL rulemap_plugin
#endif
RULEMAP_EXPORT extern const rulemap_entry RULEMAP_ENTRY_SYMBOL;

#ifdef __cplusplus
}
#endif
#endif
