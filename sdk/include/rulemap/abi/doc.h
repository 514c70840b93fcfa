/* rulemap.doc/1: deep values (a provider's answer, a list field), parsed once by the host and read
 * in place. Never text between steps. */
#ifndef RULEMAP_ABI_DOC_H
#define RULEMAP_ABI_DOC_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_DOC_ID "rulemap.doc/1"

enum { RULEMAP_DOC_NULL = 0, RULEMAP_DOC_SCALAR = 1, RULEMAP_DOC_LIST = 2, RULEMAP_DOC_OBJECT = 3 };

/* A member that is read (key "*": any), and of it these parts; no parts: all of it. Of several that
 * fit the first counts. The entries of a list are held against the parts of the list. Borrowed for
 * the call that takes it. */
typedef struct rulemap_doc_part {
  rulemap_text key;
  const struct rulemap_doc_part* parts;
  size_t part_count;
} rulemap_doc_part;

/* Nodes are borrowed as the value they came from; parsed ones until the call into the plugin ends.
 * Every function takes a NULL node as a null. [any thread] */
typedef struct rulemap_doc_service {
  size_t size;
  void* host;
  /* Parses JSON; at most `max_depth` levels (0: 64). On FAILED the error says where. */
  rulemap_status (*parse)(const struct rulemap_doc_service* service, rulemap_text json,
                          uint32_t max_depth, const rulemap_doc** out,
                          rulemap_error* error) RULEMAP_NOEXCEPT;
  uint32_t (*kind)(const rulemap_doc* node) RULEMAP_NOEXCEPT;
  /* The scalar as a cell; MISSING for null, a DOC for lists and objects. An integer above
   * INT64_MAX comes as FLOAT. */
  rulemap_value (*value)(const rulemap_doc* node) RULEMAP_NOEXCEPT;
  size_t (*length)(const rulemap_doc* node) RULEMAP_NOEXCEPT;
  const rulemap_doc* (*at)(const rulemap_doc* node, size_t index)RULEMAP_NOEXCEPT;
  const rulemap_doc* (*get)(const rulemap_doc* node, rulemap_text key)RULEMAP_NOEXCEPT;
  const rulemap_doc* (*member)(const rulemap_doc* node, size_t index,
                               rulemap_text* key)RULEMAP_NOEXCEPT;
  /* Writes the node as JSON, in pieces. */
  void (*write)(const rulemap_doc* node, void* context,
                void (*piece)(void* context, rulemap_text json) RULEMAP_NOEXCEPT) RULEMAP_NOEXCEPT;
  /* As parse, for who reads some members only: others may be missing from the document, which makes
   * large texts cheaper. `read` is the document itself; its key means nothing. */
  rulemap_status (*parse_parts)(const struct rulemap_doc_service* service, rulemap_text json,
                                uint32_t max_depth, const rulemap_doc_part* read,
                                const rulemap_doc** out, rulemap_error* error) RULEMAP_NOEXCEPT;
  /* From ABI 0.4 on. Lets go of what was parsed before the call ends; `root` is what parse gave.
   * For calls that parse many documents, one after the other. */
  void (*release)(const struct rulemap_doc_service* service,
                  const rulemap_doc* root) RULEMAP_NOEXCEPT;
} rulemap_doc_service;

#ifdef __cplusplus
}
#endif
#endif
