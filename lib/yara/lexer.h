// The tokens of a YARA file, so far as they are needed to find the ends of things: comments, texts,
// regular expressions and hex strings hide braces and words.
#pragma once

#include <string>
#include <string_view>

namespace rulemap::yara {

enum class TokenKind { end, word, text, number, regex, hex, mark, fault };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text = {};  // texts with their quotes; a mark is one byte
  std::size_t begin = 0;       // in the file
};

class Lexer {
 public:
  explicit Lexer(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  // A fault's text is what is wrong; the lexer then stands where the fault was seen.
  Token next();

  // From the next line on that begins a rule or an import, whatever stands before it; false where
  // there is none.
  bool resume();
  void go_on_from(std::size_t at);

 private:
  bool skip_blanks(Token& fault);
  Token take(TokenKind kind, std::size_t begin) const;
  Token fail(std::size_t at, std::string_view why);
  Token text_token();
  Token long_text_token(std::size_t begin);
  Token regex_token();
  Token hex_token();

  std::string_view text_;
  std::size_t at_;
  bool after_equals_ = false;  // a brace then opens a hex string
  // No more of these from here on.
  bool has_no_comment_end_ = false;
  bool has_no_long_quote_ = false;
};

// The text of a text token, escapes undone; an escape that YARA has not stays as it is.
std::string plain(std::string_view quoted);

}  // namespace rulemap::yara
