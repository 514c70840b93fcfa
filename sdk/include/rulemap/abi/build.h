/* rulemap.build/1: deep values, written by a plugin, copied by the host as they come. */
#ifndef RULEMAP_ABI_BUILD_H
#define RULEMAP_ABI_BUILD_H

#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the members of one entry (an object). `key` before each member of an object, never in a
 * list. An entry that begins with the `value` of a TEXT is this text and nothing else, as a tag; a
 * text that its list holds already is not added again. `value` takes MISSING (null), BOOL, INT,
 * FLOAT, TEXT, TIME and DOC (copied whole). What is still open when the call into the plugin
 * returns is closed by the host. A key written twice keeps its first value. Calls out of order are
 * ignored and reported as the plugin's fault. Valid until the next append or amend on the same
 * writer. [the thread of the call] */
typedef struct rulemap_builder {
  size_t size;
  void* host;
  void (*key)(struct rulemap_builder* builder, rulemap_text name) RULEMAP_NOEXCEPT;
  void (*value)(struct rulemap_builder* builder, rulemap_value value) RULEMAP_NOEXCEPT;
  void (*open_object)(struct rulemap_builder* builder) RULEMAP_NOEXCEPT;
  void (*open_list)(struct rulemap_builder* builder) RULEMAP_NOEXCEPT;
  void (*close)(struct rulemap_builder* builder) RULEMAP_NOEXCEPT;
} rulemap_builder;

#ifdef __cplusplus
}
#endif
#endif
