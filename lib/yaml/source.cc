#include "source.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "rulemap/utf8/decode.h"

namespace rulemap::yaml {
namespace {

std::string code_name(std::uint32_t code) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string name = "U+";
  for (int shift = code > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) {
    name += kDigits[(code >> shift) & 0xF];
  }
  return name;
}

// Why the character `code` may not stand in a text; empty where it may.
std::string refusal(std::uint32_t code) {
  if (code == 0x85 || code == 0x2028 || code == 0x2029) {
    return "the line separator " + code_name(code) + " is not read; use a newline";
  }
  const bool blank = code == '\t' || code == '\n' || code == '\r';
  if ((utf8::is_control(code) && !blank) || code == 0xFEFF || code == 0xFFFE || code == 0xFFFF) {
    return "the character " + code_name(code) +
           " is not allowed; inside double quotes write it as an escape";
  }
  return {};
}

}  // namespace

std::string_view without_bom(std::string_view text) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (text.starts_with(kBom)) text.remove_prefix(kBom.size());
  return text;
}

std::optional<Problem> refused_text(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return Problem{{1, 1},
                   "the text has " + std::to_string(text.size()) + " bytes; at most " +
                       std::to_string(limits.bytes) + " are read"};
  }
  Place place{1, 1};
  for (std::size_t at = 0; at < text.size(); ++place.column) {
    const utf8::Character character = utf8::decode(text.substr(at));
    if (character.length == 0) return Problem{place, "this is not UTF-8; save the file as UTF-8"};
    std::string why = refusal(character.code);
    if (!why.empty()) return Problem{place, std::move(why)};
    at += character.length;
    if (character.code == '\r' && (at == text.size() || text[at] != '\n')) {
      return Problem{place, "a carriage return without a newline; end lines by LF or CRLF"};
    }
    if (character.code == '\n') place = {place.line + 1, 0};
  }
  return std::nullopt;
}

Place inside(std::string_view text, Place place) {
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1);
  if (place.line <= lines) return place;
  Place end{lines, 1};
  for (std::size_t at = text.rfind('\n') + 1; at < text.size(); ++end.column) {  // npos + 1 is 0
    at += std::max<std::size_t>(utf8::decode(text.substr(at)).length, 1);
  }
  return end;
}

std::optional<Place> tab_in_indentation(std::string_view text, std::size_t line) {
  std::size_t start = 0;
  for (std::size_t n = 1; n < line; ++n) {
    start = text.find('\n', start);
    if (start == std::string_view::npos) return std::nullopt;
    ++start;
  }
  for (std::size_t at = start; at < text.size(); ++at) {
    if (text[at] == '\t') {
      return Place{static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(at - start + 1)};
    }
    if (text[at] != ' ') break;
  }
  return std::nullopt;
}

}  // namespace rulemap::yaml
