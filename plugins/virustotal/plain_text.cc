#include "plain_text.h"

#include <algorithm>
#include <utility>

namespace rulemap::virustotal {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Bytes of the control character (C0, DEL, C1) that `text` begins with; 0: it begins with none.
constexpr std::size_t control_at(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x20 || first == 0x7F) return 1;
  if (first != 0xC2 || text.size() < 2) return 0;
  return static_cast<unsigned char>(text[1]) < 0xA0 ? 2 : 0;
}

std::string cut(std::string text, std::size_t longest) {
  if (text.size() <= longest) return text;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
  text.resize(longest);
  return text;
}

std::string cleaned(std::string_view text, std::size_t longest, bool one_line) {
  std::string out;
  while (!text.empty() && out.size() <= longest) {
    const char c = text[0];
    const std::size_t control = is_blank(c) ? 0 : control_at(text);
    text.remove_prefix(std::max<std::size_t>(control, 1));
    if (control == 0) out += one_line && is_blank(c) ? ' ' : c;
  }
  return cut(std::move(out), longest);
}

}  // namespace

std::string line_of(std::string_view text, std::size_t longest) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  std::string out = cleaned(text, longest, true);
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string block_of(std::string_view text, std::size_t longest) {
  return cleaned(text, longest, false);
}

bool is_word(std::string_view text) {
  if (text.empty() || text.size() > kLongestText) return false;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (text[0] == ' ' || control_at(text) != 0) return false;
  }
  return true;
}

std::optional<std::string> hex_of(std::string_view text, std::size_t digits) {
  if (text.size() != digits) return std::nullopt;
  std::string out = lower(text);
  const bool all_hex = std::all_of(out.begin(), out.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (!all_hex) return std::nullopt;
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

}  // namespace rulemap::virustotal
