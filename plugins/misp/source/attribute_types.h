// Which attributes of an event are indicators, and what a value of each type holds: one, or two
// behind each other, or an indicator beside a file's name or a port.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sdk/result.h"
#include "rulemap/text/indicator.h"

namespace rulemap::misp {

// "md5, sha1, ...": those that are read, for messages.
std::string indicator_types();
bool is_indicator_type(std::string_view type);

// What the value of an attribute of an indicator type holds, normalised as a list's tokens are;
// an error for a part that is no indicator, or not of a kind that the type allows.
std::vector<Result<ioc::Indicator>> indicators_of(std::string_view type, std::string_view value);

}  // namespace rulemap::misp
