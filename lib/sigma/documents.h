// The text of a file -> its documents. One that is no YAML does not spoil the others.
#pragma once

#include <string_view>
#include <vector>

#include "problems.h"
#include "rulemap/yaml/parse.h"

namespace rulemap::sigma {

std::vector<yaml::Node> read_documents(std::string_view text, const yaml::Limits& limits,
                                       Problems& problems);

// Values, keys, lists and maps in it.
std::size_t nodes_in(const yaml::Node& node);

}  // namespace rulemap::sigma
