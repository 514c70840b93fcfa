// The plugin `table`: records as lines of files.
#include "jsonl_sink.h"
#include "jsonl_source.h"
#include "rulemap/sdk/plugin.h"

RULEMAP_PLUGIN(rulemap::table::JsonlSource, rulemap::table::JsonlSink)
