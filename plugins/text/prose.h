// Words of a text that is written for people: which of them were meant as an indicator.
#pragma once

#include <string_view>

namespace rulemap::text_plugin {

// Whether a word that is no indicator looks as if its writer meant one: defanged, a URL, an address
// with numbers that do not fit, a cut hash. Such a word is worth a refusal; any other is a word.
bool was_meant(std::string_view word);

}  // namespace rulemap::text_plugin
