/* Rows of cells: what a step reads, which fields it reads and writes, which case rows belong to. */
#ifndef RULEMAP_ABI_BATCH_H
#define RULEMAP_ABI_BATCH_H

#include "build.h"
#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* rows x columns cells, row after row; column c is the c-th field that `fields` named as read.
 * ids[r] names row r until its case has closed. Everything is borrowed for the call. */
typedef struct rulemap_batch {
  size_t size;
  const rulemap_value* cells;
  const uint64_t* ids;
  uint32_t rows;
  uint32_t columns;
} rulemap_batch;

/* The types of fields, for the checker of pipeline files. */
enum {
  RULEMAP_FIELD_ANY = 0,
  RULEMAP_FIELD_BOOL = 1,
  RULEMAP_FIELD_INT = 2,
  RULEMAP_FIELD_FLOAT = 3,
  RULEMAP_FIELD_TEXT = 4,
  RULEMAP_FIELD_TIME = 5,
  RULEMAP_FIELD_LIST = 6, /* grows by append only; nobody replaces another's entries */
  RULEMAP_FIELD_OBJECT = 7
};

/* Takes the answer of `fields`. The order of the calls is the order of the columns. A read
 * name that ends with * is one DOC cell: an object of all fields that begin with what stands before
 * ("lookup.*"; "*" is the whole record), under their flat names.
 * Names are lower case, parts joined by dots; the host copies them. */
typedef struct rulemap_fields {
  size_t size;
  void* host;
  void (*reads)(struct rulemap_fields* fields, rulemap_text name, uint32_t type) RULEMAP_NOEXCEPT;
  void (*writes)(struct rulemap_fields* fields, rulemap_text name, uint32_t type) RULEMAP_NOEXCEPT;
  /* Of a TEXT field that was named as written: "known|unknown", the only values that it may get.
   * The checker then knows a comparison that never holds. */
  void (*one_of)(struct rulemap_fields* fields, rulemap_text name,
                 rulemap_text choices) RULEMAP_NOEXCEPT;
} rulemap_fields;

/* One investigation. Borrowed for the call. */
typedef struct rulemap_case {
  size_t size;
  rulemap_text id; /* stable over runs: pipeline name and what divides its input */
  rulemap_text title;
  rulemap_text tlp;        /* clear green amber amber+strict red, or empty */
  rulemap_text pap;        /* the same words, or empty */
  rulemap_text name_space; /* UUID of this installation: the root of every v5 UUID */
  int64_t started_ms;      /* first start of the run, milliseconds since 1970 UTC */
} rulemap_case;

#ifdef __cplusplus
}
#endif
#endif
