#include "rulemap/engine/printable.h"

#include <algorithm>

#include "rulemap/utf8/decode.h"

namespace rulemap::engine {

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const utf8::Character character = utf8::decode(text);
    const std::size_t length = std::max<std::size_t>(character.length, 1);
    const bool shown = character.length > 0 && !utf8::is_control(character.code);
    out += shown ? text.substr(0, length) : "?";
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace rulemap::engine
