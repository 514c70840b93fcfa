// The line that a diagnostic is about, with a mark under it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rulemap/engine/diagnostic.h"

namespace rulemap::engine {

// text: the whole file. Empty where the diagnostic has no line. What is hidden, and what looks like
// a secret in a URL, shows as ***.
std::string excerpt(std::string_view text, const Diagnostic& diagnostic,
                    const std::vector<HiddenText>& hidden);

// A message without what is hidden.
std::string without(std::string_view message, const std::vector<HiddenText>& hidden);

}  // namespace rulemap::engine
