// `detection` of a rule, `filter` of a filter: selections and a condition -> one tree of tests.
#pragma once

#include <span>
#include <string_view>

#include "drafts.h"
#include "lower.h"

namespace rulemap::sigma {

// `prefix` stands before the names of selections in the tree. `other_keys` are no selections.
// Problems are added; what comes back beside one is not to be used.
Expression read_detection(const yaml::Node& map, std::string_view prefix,
                          std::span<const std::string_view> other_keys, const LoadOptions& options,
                          Budget& budget, Problems& problems);

// The place of byte `offset` of a scalar's text, as far as that can be told.
yaml::Place place_inside(const yaml::Node& scalar, std::size_t offset);

}  // namespace rulemap::sigma
