// Unicode's simple case folding, code point by code point. ASCII is fast. Bytes that are no UTF-8
// stay as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rulemap::sigma {

std::uint32_t fold(std::uint32_t code);

// Appends the folded text; at most half as long again as `text`.
void append_folded(std::string_view text, std::string& out);
std::string folded(std::string_view text);

// Writes `length` bytes to `out`, capitals of ASCII as small letters; true where all are ASCII.
bool fold_ascii(const char* text, std::size_t length, char* out);

bool is_ascii(std::string_view text);
// Bytes before the first that is not ASCII.
std::size_t ascii_length(std::string_view text);
// Whether folding changes nothing beyond ASCII, of which capitals are not asked.
bool folds_to_itself(std::string_view text);

// Bytes of the first character of `text`, which is not empty; 1 where it is no UTF-8.
std::size_t character_length(std::string_view text);

}  // namespace rulemap::sigma
