// Circles of references.
#pragma once

#include <cstddef>
#include <vector>

namespace rulemap::sigma {

// Whom each refers to, by index.
using Edges = std::vector<std::vector<std::size_t>>;

// Circles, each with its members in the order in which they refer to each other, no member in two.
// Every one that cannot be resolved refers to a member of one in the end. Linear; calls itself
// never.
std::vector<std::vector<std::size_t>> circles_in(const Edges& edges);

}  // namespace rulemap::sigma
