#include "lexer.h"

#include <algorithm>
#include <iterator>

namespace rulemap::yara {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_byte(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}
bool is_hex_string_byte(char c) {
  constexpr std::string_view kMarks = "?~()[]-|";
  return hex_digit(c) >= 0 || is_blank(c) || kMarks.find(c) != std::string_view::npos;
}

constexpr std::string_view kLongQuote = R"(""")";
constexpr std::string_view kBeginners[] = {"rule", "private", "global", "import", "include"};

}  // namespace

Token Lexer::take(TokenKind kind, std::size_t begin) const {
  return {kind, text_.substr(begin, at_ - begin), begin};
}

Token Lexer::fail(std::size_t at, std::string_view why) { return {TokenKind::fault, why, at}; }

// False at a comment that does not end.
bool Lexer::skip_blanks(Token& fault) {
  while (at_ < text_.size()) {
    const std::string_view rest = text_.substr(at_);
    if (is_blank(rest[0])) {
      ++at_;
    } else if (rest.starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (rest.starts_with("/*")) {
      const std::size_t end =
          has_no_comment_end_ ? std::string_view::npos : text_.find("*/", at_ + 2);
      has_no_comment_end_ = end == std::string_view::npos;
      if (has_no_comment_end_) {
        fault = fail(at_, "the comment that begins here has no closing `*/`");
        at_ += 2;
        return false;
      }
      at_ = end + 2;
    } else {
      return true;
    }
  }
  return true;
}

Token Lexer::next() {
  Token fault;
  if (!skip_blanks(fault)) return fault;
  if (at_ >= text_.size()) return {TokenKind::end, {}, text_.size()};
  const std::size_t begin = at_;
  const char c = text_[at_];
  const bool opens_hex = after_equals_ && c == '{';
  after_equals_ = c == '=';
  if (c == '"') return text_token();
  if (c == '/') return regex_token();
  if (opens_hex) return hex_token();
  if (!is_word_byte(c)) return ++at_, take(TokenKind::mark, begin);
  while (at_ < text_.size() && is_word_byte(text_[at_])) ++at_;
  if (!is_digit(c)) return take(TokenKind::word, begin);
  // A fraction, which YARA-X knows; "1..3" is a range.
  if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
    for (++at_; at_ < text_.size() && is_word_byte(text_[at_]);) ++at_;
  }
  return take(TokenKind::number, begin);
}

Token Lexer::text_token() {
  const std::size_t begin = at_++;
  if (text_.substr(begin).starts_with(kLongQuote)) return long_text_token(begin);
  for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
    if (text_[at_] == '"') return ++at_, take(TokenKind::text, begin);
    if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
  }
  return fail(begin, "the text that begins here has no closing `\"` on its line");
}

// YARA-X's text of several lines.
Token Lexer::long_text_token(std::size_t begin) {
  const std::size_t end = has_no_long_quote_ ? std::string_view::npos
                                             : text_.find(kLongQuote, begin + kLongQuote.size());
  has_no_long_quote_ = end == std::string_view::npos;
  if (has_no_long_quote_) {
    return fail(begin, "the text that begins here has no closing `\"\"\"`");
  }
  at_ = end + kLongQuote.size();
  return take(TokenKind::text, begin);
}

Token Lexer::regex_token() {
  const std::size_t begin = at_++;
  for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
    if (text_[at_] == '/') return ++at_, take(TokenKind::regex, begin);
    if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
  }
  return fail(begin, "the regular expression that begins here has no closing `/` on its line");
}

Token Lexer::hex_token() {
  const std::size_t begin = at_++;
  Token fault;
  while (skip_blanks(fault)) {
    if (at_ >= text_.size())
      return fail(begin, "the hex string that begins here has no closing `}`");
    const char c = text_[at_];
    if (c == '}') return ++at_, take(TokenKind::hex, begin);
    if (!is_hex_string_byte(c)) {
      return fail(at_, "a hex string holds pairs of hex digits, `??`, jumps and alternatives");
    }
    ++at_;
  }
  return fault;
}

bool Lexer::resume() {
  after_equals_ = false;
  while ((at_ = text_.find('\n', at_)) != std::string_view::npos) {
    std::size_t begin = ++at_;
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '\t')) ++begin;
    std::size_t end = begin;
    while (end < text_.size() && is_word_byte(text_[end])) ++end;
    const std::string_view word = text_.substr(begin, end - begin);
    if (std::find(std::begin(kBeginners), std::end(kBeginners), word) == std::end(kBeginners)) {
      continue;
    }
    at_ = begin;
    return true;
  }
  at_ = text_.size();
  return false;
}

void Lexer::go_on_from(std::size_t at) {
  after_equals_ = false;
  at_ = at;
}

std::string plain(std::string_view quoted) {
  const bool is_long = quoted.size() >= 2 * kLongQuote.size() && quoted.starts_with(kLongQuote);
  const std::size_t quotes = is_long ? kLongQuote.size() : 1;
  const std::string_view inside = quoted.substr(quotes, quoted.size() - 2 * quotes);
  std::string out;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const char next = inside[i] == '\\' && i + 1 < inside.size() ? inside[i + 1] : '\0';
    const int high = next == 'x' && i + 3 < inside.size() ? hex_digit(inside[i + 2]) : -1;
    const int low = high >= 0 ? hex_digit(inside[i + 3]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 3;
    } else if (next == '"' || next == '\\') {
      out += inside[++i];
    } else if (next == 'n' || next == 't' || next == 'r') {
      out += next == 'n' ? '\n' : next == 't' ? '\t' : '\r';
      ++i;
    } else {
      out += inside[i];
    }
  }
  return out;
}

}  // namespace rulemap::yara
