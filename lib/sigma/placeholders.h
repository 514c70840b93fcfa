// `%name%` in values under `expand`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problems.h"

namespace rulemap::sigma {

using Placeholders = std::map<std::string, std::vector<std::string>>;

// Each text that `text` may be, with `\%` a plain percent sign; several placeholders make every
// combination. Nothing, and a problem for each name without values, where one is missing; nothing
// either where there are more than `most`.
std::optional<std::vector<std::string>> expand_placeholders(std::string_view text,
                                                            yaml::Place place,
                                                            const Placeholders& placeholders,
                                                            std::size_t most, Problems& problems);

}  // namespace rulemap::sigma
