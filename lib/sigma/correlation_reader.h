// A document with `correlation`, its references still texts.
#pragma once

#include "drafts.h"

namespace rulemap::sigma {

// Problems are added; what comes back beside one is not to be used.
CorrelationDraft read_correlation(yaml::Node& document, Problems& problems);

}  // namespace rulemap::sigma
