// A RuleSet as bytes and back, for rule_cache.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

// To be raised whenever archive_fields.h, or what a load makes of a text, changes.
inline constexpr unsigned kArchiveFormat = 1;

std::string archived(const RuleSet& rules);

// Nothing where the bytes are not what archived() made. Whatever they are: bounded by their length,
// every enumeration, index and depth is one that a load may give.
std::optional<RuleSet> unarchived(std::string_view bytes);

}  // namespace rulemap::sigma
