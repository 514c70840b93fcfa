/* What a plugin may be told in a pipeline file's `with`, and the values it then gets.
 * The same table yields the parser, the documentation, JSON Schema and the checks. */
#ifndef RULEMAP_ABI_CONFIG_H
#define RULEMAP_ABI_CONFIG_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The type of an option, and the kind of the cell that it becomes. Only ever appended. */
enum {
  RULEMAP_OPTION_TEXT = 1,     /* TEXT */
  RULEMAP_OPTION_INT = 2,      /* INT */
  RULEMAP_OPTION_FLOAT = 3,    /* FLOAT */
  RULEMAP_OPTION_BOOL = 4,     /* BOOL: true or false, nothing else */
  RULEMAP_OPTION_DURATION = 5, /* DURATION: 250ms 30s 5m 2h 7d 1w */
  RULEMAP_OPTION_SECRET = 6,   /* SECRET: ${secrets.NAME} */
  RULEMAP_OPTION_PATH = 7,     /* TEXT: made absolute from the pipeline file's folder */
  RULEMAP_OPTION_PATHS = 8,    /* DOC: list of paths or globs, made absolute likewise */
  RULEMAP_OPTION_TEXTS = 9,    /* DOC: list of texts */
  RULEMAP_OPTION_FIELD = 10,   /* TEXT: the name of a field, checked like `when` */
  RULEMAP_OPTION_MAP = 11      /* DOC: an object of scalars and lists of texts */
};

enum {
  RULEMAP_OPTION_REQUIRED = 1,
  RULEMAP_OPTION_REST = 2,  /* a MAP that takes every key no other option names */
  RULEMAP_OPTION_INPUT = 4, /* a PATH or PATHS to be read: the check says where nothing is there */
  RULEMAP_OPTION_OUTPUT = 8 /* a PATH that is written: the check says who else writes or reads it,
                               and a replay gets another path, at which nothing is yet */
};

/* All texts are UTF-8, terminated by NUL, and live as long as the plugin is loaded. */
typedef struct rulemap_option {
  size_t size;
  const char* name;
  const char* about;    /* one sentence for documentation and messages; never empty */
  const char* standard; /* the default, written as in a pipeline file; NULL: none */
  const char* choices;  /* "low|medium|high": the only values; NULL: any */
  uint32_t type;
  uint32_t flags;
} rulemap_option;

/* values[i] belongs to options[i] of the descriptor, already checked and of the option's kind;
 * MISSING where the file names none and there is no default. Borrowed for the call. */
typedef struct rulemap_config {
  size_t size;
  const rulemap_value* values;
  uint32_t count;
} rulemap_config;

#ifdef __cplusplus
}
#endif
#endif
