/* Values as they cross the plugin boundary: text, and one 24-byte cell.
 * Next: batch.h lays cells out in rows; doc.h reads what a RULEMAP_DOC cell points to. */
#ifndef RULEMAP_ABI_VALUE_H
#define RULEMAP_ABI_VALUE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define RULEMAP_NOEXCEPT noexcept
extern "C" {
#else
#define RULEMAP_NOEXCEPT
#endif

/* UTF-8, not terminated by NUL; `data` may be NULL only where `size` is 0. */
typedef struct rulemap_text {
  const char* data;
  size_t size;
} rulemap_text;

/* A node of a deep value that the host owns. Opaque: read it through doc.h. */
typedef struct rulemap_doc rulemap_doc;

/* Kinds are only ever appended. A reader treats a kind that it does not know as MISSING. */
enum {
  RULEMAP_MISSING = 0,
  RULEMAP_BOOL = 1,    /* as.integer: 0 or 1 */
  RULEMAP_INT = 2,     /* as.integer */
  RULEMAP_FLOAT = 3,   /* as.number, finite */
  RULEMAP_TEXT = 4,    /* as.text */
  RULEMAP_TIME = 5,    /* as.integer: milliseconds since 1970-01-01T00:00:00Z */
  RULEMAP_DOC = 6,     /* as.doc: a list or an object */
  RULEMAP_SECRET = 7,  /* as.integer: a handle of secret.h; only in configurations */
  RULEMAP_DURATION = 8 /* as.integer: milliseconds */
};

/* Frozen layout: 24 bytes on every platform with 64-bit pointers. */
typedef struct rulemap_value {
  uint32_t kind;
  uint32_t reserved; /* 0 */
  union {
    int64_t integer;
    double number;
    rulemap_text text;
    const rulemap_doc* doc;
  } as;
} rulemap_value;

#ifdef __cplusplus
}
#endif
#endif
