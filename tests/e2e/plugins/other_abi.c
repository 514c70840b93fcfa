/* A plugin for an engine that is not there yet. */
#include "rulemap/abi/entry.h"

RULEMAP_EXPORT const rulemap_entry RULEMAP_ENTRY_SYMBOL = {
    .magic = RULEMAP_MAGIC,
    .abi_major = 9,
    .abi_minor = 7,
    .size = sizeof(rulemap_entry),
    .name = "other_abi",
    .version = "1.0.0",
};
