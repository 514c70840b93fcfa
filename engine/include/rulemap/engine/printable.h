// Text of others, fit to be shown: inputs are hostile.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::engine {

// What a terminal would obey (control characters, line ends too) or JSON cannot hold (bytes that
// are no UTF-8) becomes a question mark each. Everything that is shown of an input goes this way.
std::string printable(std::string_view text);

}  // namespace rulemap::engine
