// A line of an IOC list -> its tokens. Plain lists, prose and CSV alike; refang() and classify()
// decide later what a token is.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rulemap::ioc {

// `text` points into the line. `column` is 1-based and counts characters, not bytes.
struct Token {
  std::string_view text;
  std::uint32_t column = 1;
};

// free_text: behind a URL's host, a comma or semicolon belongs to the URL unless a blank, a quote
// or a scheme follows. csv: commas and semicolons always separate; right where URLs stand in
// columns without quotes. prose: as free_text, without comments: `#` and `//` stand in sentences.
enum class Layout : std::uint8_t { free_text, csv, prose };

// The line without its end (LF, CRLF) and, in the first line, without a byte order mark.
std::string_view clean_line(std::string_view line, bool is_first);

// Blanks, tabs, commas, semicolons and pipes separate. A column in double quotes is one token.
// `#` at the start or after a blank, and `//` at the start, begin a comment; `#` inside a URL does
// not. From each token are taken: quotes and brackets around it, an opening bracket that nothing
// closes, punctuation behind it. Brackets inside stay, so `evil[.]com` and `[2001:db8::1]:443` are
// whole. Linear in the line; the tokens borrow it.
std::vector<Token> tokens_of(std::string_view line, Layout layout = Layout::free_text);

}  // namespace rulemap::ioc
