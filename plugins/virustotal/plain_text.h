// Text of an answer as it may go into a record: no control characters (C0, DEL, C1), no more than
// so many bytes. Texts are UTF-8, as the host parses them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rulemap::virustotal {

inline constexpr std::size_t kLongestText = 4096;

// For people: control characters taken out, line ends and tabs made blanks, blanks at both ends
// taken off, cut behind a whole character at `longest` bytes.
std::string line_of(std::string_view text, std::size_t longest = kLongestText);
// The same for text of several lines: tabs and line ends stay.
std::string block_of(std::string_view text, std::size_t longest = kLongestText);

// An identifier means something only whole: not empty, no blank, no control character, not long.
bool is_word(std::string_view text);

// So many hexadecimal digits, in lower case; nullopt for any other text.
std::optional<std::string> hex_of(std::string_view text, std::size_t digits);

// A-Z to a-z; other bytes stay.
std::string lower(std::string_view text);

}  // namespace rulemap::virustotal
