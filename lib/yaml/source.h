// The text before either parser sees it: the checks in which the two differ, made once for both,
// and the arithmetic of places.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rulemap/yaml/parse.h"

namespace rulemap::yaml {

// `text` without its byte order mark.
std::string_view without_bom(std::string_view text);

// The first reason why `text` is not read at all: size, encoding, control characters, line
// separators that one parser takes for a newline and the other does not.
std::optional<Problem> refused_text(std::string_view text, const Limits& limits);

// `place`, or the end of the last line where it lies behind that: both parsers count a line too
// many where a text without a newline at its end breaks off.
Place inside(std::string_view text, Place place);

// Tabs among the blanks that begin the given 1-based line: the place of the first, if any.
std::optional<Place> tab_in_indentation(std::string_view text, std::size_t line);

}  // namespace rulemap::yaml
