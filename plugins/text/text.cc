// The plugin `text`: what people write in files.
#include "iocs_source.h"
#include "rulemap/sdk/plugin.h"

RULEMAP_PLUGIN(rulemap::text_plugin::IocsSource)
