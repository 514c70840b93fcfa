// The plugin `sigma`: rules by title, and rules by what they match.
#include "rulemap/sdk/plugin.h"
#include "sigma_map.h"
#include "sigma_match.h"

RULEMAP_PLUGIN(rulemap::sigma_map::SigmaMap, rulemap::sigma_match::SigmaMatch)
