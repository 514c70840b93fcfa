// The plugin `sigma`: rules by title, rules by what they match, and logs to match them with.
#include "events_source.h"
#include "rulemap/sdk/plugin.h"
#include "sigma_map.h"
#include "sigma_match.h"

RULEMAP_PLUGIN(rulemap::sigma_events::EventsSource, rulemap::sigma_map::SigmaMap,
               rulemap::sigma_match::SigmaMatch)
