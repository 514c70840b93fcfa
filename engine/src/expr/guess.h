// "Did you mean": the known name that is nearest to an unknown one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rulemap::expr {

// The nearest of `names` by edits (one for a letter added, lost, changed, or two swapped), within a
// third of the word's length; or the only name that ends in `.word`. Empty if nothing is near.
std::string nearest(std::string_view word, std::span<const std::string> names);

}  // namespace rulemap::expr
